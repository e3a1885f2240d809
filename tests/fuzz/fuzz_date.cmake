vanthu_fuzz(fuzz_date DEPENDS base_mime)
