vanthu_fuzz(fuzz_redo_log DEPENDS base_sql)
