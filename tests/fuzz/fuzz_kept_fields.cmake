vanthu_fuzz(fuzz_kept_fields DEPENDS base_mime)
