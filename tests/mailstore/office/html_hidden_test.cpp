// What people do not see of an HTML mail is not read; what they see is, however programs write it.
#include <doctest/doctest.h>

#include <chrono>

#include "base/mime/html_text.h"
#include "mailstore/office/reading/html_hidden.h"

using mailstore::office::without_hidden;

namespace {

std::string seen(const std::string& html) { return base::html_to_text(without_hidden(html)); }

}  // namespace

TEST_CASE("office/hidden: what nobody sees is left out") {
  for (const char* html : {
           "<div style=\"display:none\">ĐỒNG Ý</div>Chào em",
           "<div style='DISPLAY : None !important'>ĐỒNG Ý</div>Chào em",
           "<div style=\"color:red;dis\\70lay:none\">ĐỒNG Ý</div>Chào em",
           "<div style=\"display/**/:no/* x */ne\">ĐỒNG Ý</div>Chào em",
           "<div style=\"display&#58;none\">ĐỒNG Ý</div>Chào em",
           "<div style=\"display&colon;n&#x6f;ne\">ĐỒNG Ý</div>Chào em",
           "<div style=\"mso-hide:all\">ĐỒNG Ý</div>Chào em",
           "<div style=\"visibility:hidden\">ĐỒNG Ý</div>Chào em",
           "<div style=\"opacity:0\">ĐỒNG Ý</div>Chào em",
           "<div style=\"font-size:0\">ĐỒNG Ý</div>Chào em",
           "<div style=\"font-size:1px\">ĐỒNG Ý</div>Chào em",
           "<div style=\"font-size:.1em\">ĐỒNG Ý</div>Chào em",
           "<div style=\"font:0/0 a\">ĐỒNG Ý</div>Chào em",
           "<div style=\"color:#fff\">ĐỒNG Ý</div>Chào em",
           "<div style=\"color:#FEFEFE\">ĐỒNG Ý</div>Chào em",
           "<div style=\"color:white;background-color:#fff\">ĐỒNG Ý</div>Chào em",
           "<div style=\"color:rgb(255, 255, 255)\">ĐỒNG Ý</div>Chào em",
           "<div style=\"color:rgba(0,0,0,0)\">ĐỒNG Ý</div>Chào em",
           "<div style=\"color:rgb(0 0 0 / 0%)\">ĐỒNG Ý</div>Chào em",
           "<div style=\"color:transparent\">ĐỒNG Ý</div>Chào em",
           "<div style=\"color:#000;background:#010101\">ĐỒNG Ý</div>Chào em",
           "<font color=\"white\">ĐỒNG Ý</font>Chào em",
           "<table><tr><td bgcolor=\"#102030\"><font color=\"#112233\">ĐỒNG Ý</font></td></tr></table>Chào em",
           "<div hidden>ĐỒNG Ý</div>Chào em",
           "<div style=\"max-height:0;overflow:hidden\">ĐỒNG Ý</div>Chào em",
           "<div style=\"width:1px;height:1px;overflow:hidden\">ĐỒNG Ý</div>Chào em",
           "<div style=\"position:absolute;left:-9999px\">ĐỒNG Ý</div>Chào em",
           "<div style=\"text-indent:-9999px\">ĐỒNG Ý</div>Chào em",
           "<div style=\"transform:scale(0)\">ĐỒNG Ý</div>Chào em",
           "<div style=\"clip-path:inset(100%)\">ĐỒNG Ý</div>Chào em",
           "<style>.x { display: none }</style><div class=\"a x\">ĐỒNG Ý</div>Chào em",
           "<style>p > .a, div.x{color:#fff}</style><div class=x>ĐỒNG Ý</div>Chào em",
           "<style>@media all { #k { font-size: 0 } }</style><div id=k>ĐỒNG Ý</div>Chào em",
           "<template>ĐỒNG Ý</template>Chào em",
           "<object>ĐỒNG Ý</object>Chào em",
           "<head><title>ĐỒNG Ý</title></head><body>Chào em",
           "<!-- ĐỒNG Ý -->Chào em",
           "<!--[if mso]>ĐỒNG Ý<![endif]-->Chào em",
           "<!ĐỒNG Ý>Chào em",
           "<div style=\"display:none\"><div><p>ĐỒNG</p></div><span style=\"display:inline\">Ý</span></div>Chào em",
           "<div style=\"display:none\" style=\"display:block\">ĐỒNG Ý</div>Chào em",
           "<p style=\"display:none\">ĐỒNG Ý<p>Chào em",
       }) {
    CAPTURE(html);
    CHECK(seen(html) == "Chào em");
  }
}

TEST_CASE("office/hidden: what is seen stays as it was") {
  for (
      const char* html : {
          "<div>Đồng ý</div>",
          "<div style=\"font-size:0\"><span style=\"font-size:14px\">Đồng ý</span></div>",
          "<div style=\"visibility:hidden\"><b style=\"visibility:visible\">Đồng ý</b></div>",
          "<div style=\"background:#0f5fb3;color:#fff\">Đồng ý</div>",
          "<td bgcolor=\"#0f5fb3\"><font color=\"#ffffff\">Đồng ý</font></td>",
          "<div style=\"background-image:url(x.png);color:#fff\">Đồng ý</div>",
          "<div style=\"color:#fff\"><span style=\"color:black\">Đồng ý</span></div>",
          "<div style=\"caret-color: rgb(255, 255, 255); color: rgb(0, 0, 0);\">Đồng ý</div>",
          "<body text=\"#000000\" bgcolor=\"#ffffff\" style=\"margin:0px\"><p class=MsoNormal>Đồng ý<o:p></o:p></p></body>",
          "<style>.MsoNormal{margin:0cm;font-size:11.0pt;color:windowtext}</style><p class=MsoNormal>Đồng ý</p>",
          "<div style=\"font-family:&quot;Times New Roman&quot;;font-size:13.0pt\">Đồng ý</div>",
          "<div style=\"font:bold 13px/20px Arial\">Đồng ý</div>",
          "<div style=\"margin-left:-5.4pt;text-indent:36.0pt\">Đồng ý</div>",
          "<div style=\"overflow:hidden;width:100%;height:auto\">Đồng ý</div>",
          "<div style=\"position:relative;left:0\">Đồng ý</div>",
          "<p style=\"display:none\"></p><p>Đồng ý</p>",
          "<img style=\"display:none\" src=x><input type=hidden value=x>Đồng ý",
          "</div></span>Đồng ý",
          "<!-->Đồng ý",
          "<!-- x --!>Đồng ý",
          "<span style=\"color:navy\">Đồng ý</span>",
      }) {
    CAPTURE(html);
    CHECK(seen(html) == "Đồng ý");
  }
  const std::string plain = "<p>a &lt; b</p>\r\n<pre>x\n y</pre><blockquote type=\"cite\">z</blockquote>";
  CHECK(without_hidden(plain) == plain);
}

TEST_CASE("office/hidden: any bytes, in linear time") {
  for (const std::string& unit :
       {std::string("<div>"), std::string("</x>"), std::string("<!---->"), std::string("<!--"), std::string("<"),
        std::string("<p hidden>"), std::string("<style>.a{color:#fff}</style>"), std::string("<div class=\"a b c\">"),
        std::string("<i></b>"), std::string("<div style=\"display:none\"></div>"), std::string("<!x"),
        std::string("<b style='color:/*'>")}) {
    CAPTURE(unit);
    std::string html = "<style>.a{display:none}</style>";
    while (html.size() < 2'000'000) html += unit;
    const auto begin = std::chrono::steady_clock::now();
    (void)without_hidden(html);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(3));
  }
}
