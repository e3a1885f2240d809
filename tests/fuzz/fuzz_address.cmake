vanthu_fuzz(fuzz_address DEPENDS base_mime)
