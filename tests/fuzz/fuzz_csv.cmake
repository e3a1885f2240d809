vanthu_fuzz(fuzz_csv DEPENDS directory)
