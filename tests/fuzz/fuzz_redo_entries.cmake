vanthu_fuzz(fuzz_redo_entries DEPENDS base_sql)
