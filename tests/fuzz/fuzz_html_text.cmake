vanthu_fuzz(fuzz_html_text DEPENDS base_mime base_text)
