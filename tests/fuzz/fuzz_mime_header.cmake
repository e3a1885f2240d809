vanthu_fuzz(fuzz_mime_header DEPENDS base_mime)
