vanthu_fuzz(fuzz_sasl DEPENDS directory)
