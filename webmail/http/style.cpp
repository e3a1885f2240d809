// The style sheet of the pages, served as /style.css so that the pages need no inline style.
#include "webmail/http/endpoints.h"

namespace webmail::http {

namespace {

constexpr const char* kStyle = R"css(
:root { --bg: #eef1f6; --surface: #fff; --line: #cdd5e1; --text: #152033; --text2: #45536a; --brand: #1c56a6;
  --brand2: #143f7c; --navy: #0f2547; --red: #b3261e; --red-soft: #fdecea; --green: #14693f; --green-soft: #e4f5eb; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--bg); color: var(--text); font: 400 16px/1.5 "Segoe UI", Roboto, system-ui, sans-serif; }
header { background: var(--navy); padding: 14px 20px; }
header a { color: #fff; font-weight: 650; text-decoration: none; }
main { max-width: 640px; margin: 28px auto; padding: 24px 28px 28px; background: var(--surface); border: 1px solid var(--line);
  border-radius: 12px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0; }
h2 { font-size: 18px; margin: 26px 0 6px; }
p { margin: 6px 0; }
.en { color: var(--text2); font-size: 14.5px; }
.sub { margin-bottom: 16px; }
form { margin-top: 8px; }
label { display: block; margin: 14px 0 4px; font-weight: 600; }
label .en { font-weight: 400; }
input { width: 100%; height: 46px; padding: 0 12px; font: inherit; color: inherit; background: #fff; border: 1px solid #7a879b;
  border-radius: 8px; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid #6ea3ea; outline-offset: 2px; }
button, .button { display: inline-block; margin-top: 20px; min-height: 46px; padding: 10px 22px; font: inherit; font-weight: 650;
  color: #fff; background: var(--brand); border: 0; border-radius: 8px; cursor: pointer; text-decoration: none; }
button:hover, .button:hover { background: var(--brand2); }
.box { padding: 10px 16px; margin: 14px 0; border-radius: 8px; border-left: 5px solid var(--brand); background: #f1f6fd; }
.box ul { margin: 6px 0; padding-left: 20px; }
.box li { margin: 4px 0; }
.bad { border-left-color: var(--red); background: var(--red-soft); }
.good { border-left-color: var(--green); background: var(--green-soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 18px; margin: 10px 0; }
dt { color: var(--text2); }
dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
main a { color: var(--brand2); }
main a.button { color: #fff; }
@media (min-width: 1000px) {
  main:has(.columns) { max-width: 980px; }
  .columns { display: grid; grid-template-columns: minmax(0, 1fr) 380px; gap: 32px; align-items: start; }
}
@media (max-width: 700px) {
  main { margin: 0; border: 0; border-radius: 0; padding: 20px 16px 28px; min-height: calc(100vh - 52px); }
  button, .button { width: 100%; text-align: center; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 8px; }
}
)css";

}  // namespace

base::Co<base::HttpReply> style_sheet(const Context&, Request) {
  base::HttpReply response = base::HttpReply::text(200, kStyle);
  response.headers.set("Content-Type", "text/css; charset=utf-8");
  response.headers.set("Cache-Control", "public, max-age=3600");
  response.headers.set("X-Content-Type-Options", "nosniff");
  co_return response;
}

}  // namespace webmail::http
