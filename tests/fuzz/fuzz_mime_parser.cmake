vanthu_fuzz(fuzz_mime_parser DEPENDS base_mime)
