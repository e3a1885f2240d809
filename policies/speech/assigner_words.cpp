// What those write who gave a task.
#include <array>

#include "policies/speech/lexicon.h"

namespace policies::speech {

namespace {

constexpr std::uint8_t A = kAssigner;

// clang-format off
constexpr Row kRows[] = {
    // ---- yes
    {Act::approve, A, 0, "$yes_word $yes_word?"},
    {Act::approve, A, 0,
     "$yes_word cho|với|việc|cho_phép|nội_dung? $you? đề_nghị|đề_xuất|phương_án|ý_kiến|báo_cáo|kết_quả|dự_thảo|"
     "kế_hoạch|như_đề_nghị|như_đề_xuất|như_vậy|thế|như_thế|như_em_đề_nghị|như_trên|theo_đề_nghị|theo_đề_xuất của? "
     "$you|phòng|phường|đơn_vị?"},
    {Act::approve, A, 0, "$yes_word nhưng|và|, phải? xong|hoàn_thành|hạn|xong_hẳn @due"},
    {Act::approve, A, 0, "$yes_word nhưng|song|và? chỉ|tối_đa? cho|được|gia_hạn|lùi|hạn? đến|tới|hết|trước @due"},
    {Act::approve, A, 0,
     "$yes_word cho|với|việc|phương_án? $you|phòng|phường|đơn_vị|các_phường|các_xã|các_phòng|các_đơn_vị|tất_cả? $extend|hạn|đến|hạn_mới|thời_hạn|gia_hạn_cho_em|"
     "thêm|hạn_đến|chốt? việc_này|nhiệm_vụ|cho_em|hạn? @due?"},
    {Act::approve, A, 0,
     "$yes_word $extend|cho_gia_hạn|cho_lùi|cho_lùi_hạn|việc_gia_hạn|đề_nghị_gia_hạn|cho_em_lùi|cho_em_lùi_hạn|"
     "cho_em_gia_hạn|cho_phường_gia_hạn|cho_phòng_gia_hạn|for_the_extension|the_extension|to_the_extension"},
    {Act::approve, A, kBegins,
     "được|ừ_được|ừ_đồng_ý|ừ_ok|được_nhé|được_đấy|cứ_thế_nhé|cứ_vậy_nhé|cứ_thế_làm|cứ_thế_mà_làm|cứ_làm_thế|"
     "làm_thế_nhé|cứ_làm_theo_đề_xuất|không_vấn_đề_gì|không_thành_vấn_đề|không_phản_đối|không_có_ý_kiến_gì|"
     "no_objection|no_objections|no_problem|fine|fine_with_me|go_ahead|sure"},
    {Act::approve, A, kLikely,
     "cơ_bản_nhất_trí|cơ_bản_đồng_ý|tốt|tốt_lắm|rất_tốt|làm_tốt_lắm|được_rồi|ừ|vâng|hay_lắm|well_done|good_job|good|"
     "great|thế_được_rồi|vậy_được_rồi|thế_là_được|vậy_là_được|xong_tốt|đạt|đạt_yêu_cầu|đạt_rồi|hợp_lý|đã_duyệt|"
     "chốt|chốt_nhé|ok_chốt|chốt_vậy|chốt_thế|hoàn_toàn_nhất_trí|chuẩn_rồi|tốt_rồi|ổn|ổn_rồi|ok_rồi|được_đó|"
     "đã_đồng_ý|anh_xem_rồi|đã_xem|uhm|uh|um|👍|👌|✅"},
    {Act::approve, A, kLikely, "đồng_ý|nhất_trí|duyệt|chấp_thuận|chấp_nhận|cho_phép|ok|approve"},

    {Act::approve, A, 0,
     "thôi_được|thôi_được_rồi|ừ|được|được_rồi|ok|thôi_thì|thôi_đành $you? cho|cho_phép|anh_cho|chị_cho|tôi_cho $you|$everybody|phòng|"
     "phường|đơn_vị? $extend|thêm|đến|tới|đến_hết|hạn|lùi_đến|thêm_đúng? đúng? @due"},
    {Act::approve, A, 0,
     "$me? $yes_word cho|với? $you|$everybody|phòng|phường? $extend|đến|tới|thêm|hạn? @due"},

    // ---- no
    {Act::deny, A, 0, "$no_word $task|đến|nữa|đâu|thêm? @due? @reason?"},
    {Act::deny, A, 0,
     "không|không_được|$no_word|no :|,|-|. cứ|vẫn|yêu_cầu? phải|cần|vẫn_phải|must_be|phải_làm $do? xong|hoàn_thành|"
     "làm_xong|done đúng|trước|trong|theo|on_time? hạn|thời_hạn|hạn_cũ|hạn_đã_giao|kế_hoạch|tiến_độ? $task?"},
    {Act::deny, A, 0, "$no_word phải|cần|vẫn_phải xong|hoàn_thành|làm_xong đúng|trước|trong hạn|thời_hạn|hạn_cũ"},
    {Act::deny, A, 0,
     "$me? $no_word , cứ|vẫn|cứ_theo|vẫn_theo|làm_theo|giữ|giữ_đúng|đúng|giữ_nguyên hạn_cũ|hạn|hạn_đã_giao|thời_hạn_cũ|thời_hạn"},
    {Act::deny, A, 0, "$no_word đâu? , đúng|vẫn|đúng_hạn|vẫn_là|vẫn_phải @due phải_có|phải_xong|phải_nộp?"},
    {Act::deny, A, 0, "hạn_này|thời_hạn_này|việc_này|hạn $no_word nữa|đâu?"},
    {Act::deny, A, kBegins, "không|no|không_được :|,|-|–|. @reason"},
    {Act::deny, A, kBegins | kSole, "không|không_được"},
    {Act::deny, A, 0,
     "$no_word phải|cần|cố_gắng|yêu_cầu|vẫn_phải|tập_trung|giữ|giữ_nguyên|làm|việc_này|việc|đây_là_việc @remark"},
    {Act::deny, A, 0,
     "giữ_nguyên|vẫn_giữ|vẫn_giữ_nguyên|giữ|cứ_giữ|cứ_giữ_nguyên|keep hạn|thời_hạn|hạn_cũ|thời_hạn_cũ|hạn_đã_giao|"
     "deadline|thời_hạn_đã_giao|the_deadline|the_date"},
    {Act::deny, A, kLikely,
     "không_đồng_ý|không_nhất_trí|không_duyệt|không_cho|chưa_đồng_ý|chưa_nhất_trí|không_lùi|không_gia_hạn|"
     "không_thể_lùi|phải_xong_đúng_hạn|phải_hoàn_thành_đúng_hạn|phải_đúng_hạn|đúng_hạn_nhé|giữ_nguyên_hạn|giữ_hạn|"
     "chưa_được|không_chấp_nhận|không_được_lùi|không_được_chậm|không_lùi_được|không_lùi_nữa|không_thể_gia_hạn|"
     "không_thể_lùi_được|"
     "không_thêm|không_cho_thêm|cứ_đúng_hạn|giữ_nguyên|giữ_nguyên_thời_hạn|không_phải_xong|không_phải_hoàn_thành|"
     "đúng_hạn|"
     "vẫn_phải_làm|không_ổn|không_hợp_lý|not_approved"},

    // ---- the result comes back
    {Act::give_back, A, 0,
     "chưa_được|chưa_đạt|không_đạt|chưa_ổn|không_được|chưa_đạt_yêu_cầu|kết_quả_chưa_đạt|kết_quả_chưa_đạt_yêu_cầu|"
     "báo_cáo_chưa_đạt_yêu_cầu|báo_cáo_chưa_đạt|chưa_đúng_yêu_cầu? ,|.? $you? $redo $again? $you? $again? @lack"},
    {Act::give_back, A, 0,
     "chưa_được|chưa_đạt|không_đạt|chưa_ổn|không_được|chưa_đạt_yêu_cầu|kết_quả_chưa_đạt|kết_quả_chưa_đạt_yêu_cầu|"
     "báo_cáo_chưa_đạt_yêu_cầu|báo_cáo_chưa_đạt|chưa_đúng_yêu_cầu ,|.|nên|; $you? $redo $again? $you? $again? "
     "@reason?"},
    {Act::give_back, A, 0,
     "trả_về|trả_về_làm_lại|trả_về_cho_phòng_làm_lại|trả_về_cho_đơn_vị_làm_lại|trả_lại_làm_lại|trả_lại_cho_phòng_làm_lại|"
     "cần_chỉnh_lại|cần_làm_lại|cần_sửa_lại|phải_sửa_lại $again? $you? $again? @lack?"},
    {Act::give_back, A, 0,
     "chưa_được|chưa_đạt|không_đạt|chưa_ổn|chưa_đạt_yêu_cầu $you ơi? ,? $redo @lack"},
    {Act::give_back, A, 0, "sửa|chỉnh|chỉnh_sửa|sửa_giúp_anh phần|mục|phụ_lục|biểu|trang @number rồi|và gửi_lại|nộp_lại|trình_lại"},
    {Act::give_back, A, kLikely, "chưa_đáp_ứng|không_đáp_ứng|thực_hiện_lại|trong_đó_làm_rõ"},
    {Act::give_back, A, kLikely, "chưa_đáp_ứng|không_đáp_ứng|thực_hiện_lại"},
    {Act::give_back, A, 0,
     "chưa_đáp_ứng_yêu_cầu|kết_quả_chưa_đáp_ứng_yêu_cầu|báo_cáo_chưa_đáp_ứng_yêu_cầu đề_nghị|yêu_cầu? $redo $again? "
     "@reason?"},
    {Act::give_back, A, 0, "$redo $again? $you? $again? @reason"},
    {Act::give_back, A, 0, "$redo $again? $you? :|- @text"},
    {Act::give_back, A, 0,
     "làm_lại|trả_lại|sửa_lại|chỉnh_lại|chỉnh_sửa_lại|viết_lại|yêu_cầu_làm_lại|đề_nghị_làm_lại|phải_làm_lại|redo|"
     "redo_it|do_it_again|hoàn_thiện_lại|trả_lại_làm_lại|trả_về_làm_lại|rà_soát_lại|soạn_lại|tham_mưu_lại|báo_cáo_lại|"
     "tổng_hợp_lại $again? $you? $again?"},
    {Act::give_back, A, kLikely,
     "làm_lại|trả_lại|sửa_lại|chỉnh_lại|viết_lại|xem_lại|nộp_lại|gửi_lại|coi_lại|thực_hiện_lại|chưa_đáp_ứng|"
     "không_đáp_ứng|rà_soát_lại|bổ_sung_lại|hoàn_thiện_lại|chưa_đạt|không_đạt|chưa_được|chưa_ổn|chưa_duyệt|còn_thiếu|"
     "thiếu_phụ_lục|thiếu|sai_số_liệu|chưa_đúng|chưa_đầy_đủ|sơ_sài|quá_sơ_sài|chưa_đủ|số_liệu_sai|redo|missing|"
     "sửa_đi|bản_này_chưa_được|chưa_được_đâu|chưa_được_em|chỉnh_đi|viết_lại_đi|làm_lại_phần|xem_lại_phần|"
     "viết_lại_phần|sửa_phần|bổ_sung_rồi_gửi_lại|chưa_chuẩn|trả_về|chưa_sát|"
     "chưa_phù_hợp|hoàn_chỉnh_lại|chỉnh_sửa_lại|gửi_bản_khác|chưa_chấp_nhận|"
     "chưa_khớp|không_khớp|chưa_rõ|kiểm_tra_lại|rà_lại|sửa|chỉnh_sửa|nhầm_số_liệu|còn_sai|tính_lại|return"},

    // ---- closing
    {Act::close, A, 0, "cho? đóng|kết_thúc|đóng_lại|close $object|việc|hồ_sơ_việc_này lại|ở_đây|được_rồi|nhé?"},
    {Act::close, A, 0,
     "xác_nhận|công_nhận|chấp_nhận|nghiệm_thu|duyệt|confirm|accept hoàn_thành|đã_hoàn_thành|kết_quả|kết_quả_này|"
     "nhiệm_vụ_hoàn_thành|the_result $object?"},
    {Act::close, A, 0, "đồng_ý|nhất_trí|ok|duyệt|tốt cho? đóng|kết_thúc|đóng_lại|close $object? lại?"},
    {Act::close, A, 0, "$object $me? $yes_word? cho? đóng|kết_thúc|coi_như_xong|đóng_lại lại|nhé|ở_đây?"},
    {Act::close, A, 0, "cho kết_thúc|đóng|đóng_lại|khép_lại|hoàn_thành"},
    {Act::close, A, 0,
     "đóng_việc|đóng_việc_này|đóng_nhiệm_vụ|đóng_lại|kết_thúc_nhiệm_vụ|kết_thúc_việc|kết_thúc_việc_này|kết_thúc_tại_đây|"
     "kết_thúc_ở_đây|xin_kết_thúc"},
    {Act::close, A, 0, "kết_thúc|đóng ~nhé|nha|thôi"},
    {Act::close, A, kClosing, "kết_thúc|đóng"},
    {Act::close, A, kLikely,
     "khép_lại|đóng_lại|kết_thúc_nhé|xong_việc_này|hoàn_thành_nhiệm_vụ|ok_đóng|đóng_hồ_sơ|"
     "đóng|kết_thúc|coi_như_xong|thế_là_xong|vậy_là_xong|xong_nhé|đóng_việc|xem_như_xong|close"},

    // ---- cancelled, put off, taken up again
    {Act::cancel, A, 0, "thôi|thôi_nhé|vậy_thôi? $you? $not_needed $object? đâu|nhé|nữa|rồi? @reason?"},
    {Act::cancel, A, 0, "$object thì|$you? $not_needed đâu|nhé|nữa|rồi? @reason?"},
    {Act::cancel, A, 0, "thôi? $drop $object đi|nhé|luôn|lại|thôi? @reason?"},
    {Act::cancel, A, 0, "hủy|huỷ|hủy_bỏ|bãi_bỏ|cancel @reason"},
    {Act::cancel, A, kNeedsReason, "thôi? hủy|hủy_bỏ|bãi_bỏ|hủy_giúp_anh|hủy_giúp_chị|hủy_giúp_tôi đi|nhé|luôn?"},
    {Act::cancel, A, kNeedsReason, "$not_needed đâu|nhé|nữa|rồi? @reason?"},
    {Act::cancel, A, 0, "$object $me? xin|cho|thôi|quyết_định? $drop|thôi đi|nhé|luôn|thôi? @reason?"},
    {Act::cancel, A, kLikely,
     "thôi|hủy|hủy_bỏ|bãi_bỏ|bỏ_việc|bỏ_nhiệm_vụ|không_cần_làm|không_làm_nữa|không_cần_nữa|khỏi_làm|khỏi_cần|dừng_hẳn|"
     "không_phải_làm|chấm_dứt|cancel|no_longer_needed|thôi_khỏi|thôi_không|không_thực_hiện_nữa|không_triển_khai_nữa|"
     "bỏ_đi|không_làm|dẹp|dẹp_đi|dẹp_việc_này|bỏ_qua_việc_này|bỏ_qua|không_cần_báo_cáo|không_phải_báo_cáo_nữa|"
     "không_cần_gửi_nữa|không_cần_nộp_nữa|rút_lại_nhiệm_vụ|rút_lại_việc_này|rút_nhiệm_vụ|thu_hồi_nhiệm_vụ|giao_nhầm|"
     "khỏi_báo_cáo|dừng_luôn|thôi_dừng|không_triển_khai|xóa_việc|xóa_nhiệm_vụ"},
    {Act::suspend, A, 0, "$pause $task lại|đã|nhé|một_thời_gian? đã? @reason?"},
    {Act::suspend, A, 0, "$pause $task? nữa|lại? đến_khi|cho_đến_khi|tới_khi|cho_tới_khi @object"},
    {Act::suspend, A, 0, "$task $me? cho|thì|cứ? $pause lại|đã|nhé|một_thời_gian? đã? @reason?"},
    {Act::suspend, A, 0,
     "tạm_dừng|tạm_hoãn|tạm_ngưng|tạm_ngừng|tạm_gác|tạm_thời_dừng|tạm_dừng_lại|tạm_hoãn_lại|khoan_làm|khoan_hãy_làm|"
     "cho_tạm_dừng|tạm_dừng_triển_khai|tạm_dừng_thực_hiện|dừng_tạm|chưa_làm_vội|tạm_thời_chưa_làm|suspend lại|đã|nhé? "
     "đã? @reason?"},
    {Act::suspend, A, kNeedsReason, "$pause|dừng_lại_đã|tạm_dừng_đã|tạm_thời_chưa_làm $task? nữa|đã|nhé? @reason?"},
    {Act::suspend, A, kLikely,
     "tạm_dừng|tạm_hoãn|tạm_ngưng|tạm_ngừng|tạm_gác|khoan|khoan_đã|dừng|dừng_lại|hoãn|hoãn_lại|để_đó|tạm_thời_dừng|"
     "chưa_làm_vội|gác_lại|suspend|on_hold|hold_on|chờ_đã|chờ_ý_kiến|chờ_chỉ_đạo|tạm_để"},
    {Act::resume, A, 0, "$go_on $task? nhé|bình_thường|đi|như_cũ|được_rồi?"},
    {Act::resume, A, 0, "$task $me|$you? $go_on nhé|bình_thường|đi|như_cũ|được_rồi?"},
    {Act::resume, A, 0,
     "đã_có_ý_kiến_của_tỉnh|đã_có_ý_kiến|tỉnh_đã_có_ý_kiến|đã_có_chỉ_đạo|có_ý_kiến_rồi|đã_đủ_số_liệu $you? $go_on "
     "$task? nhé|đi?"},
    {Act::resume, A, kLikely,
     "chạy_lại|cho_chạy_lại|mở_lại|khởi_động|làm_trở_lại|cho_làm_lại|hết_hoãn|hết_tạm_dừng|tiếp_tục|làm_tiếp|"
     "triển_khai_tiếp|thực_hiện_tiếp|resume|go_on"},

    // ---- another deadline
    {Act::change_due, A, 0,
     "$task? $extend cho|giúp? $you|phòng|phường|đơn_vị|$object|các_đơn_vị|hạn|thời_hạn|báo_cáo? thêm? @due @reason?"},
    {Act::change_due, A, kBegins, "cho_đến|cho_tới|cho_em_đến|cho_em_tới|cho_phường_đến|cho_phòng_đến @due"},
    {Act::change_due, A, 0, "cho? thêm|cho_thêm|thêm_cho $you|phòng|phường|đơn_vị|các_phường? @due @reason?"},
    {Act::change_due, A, 0,
     "cho|cho_phép|để $you|phòng|phường|đơn_vị|các_phường|các_đơn_vị? $extend|thêm|hạn|nộp|làm|đến|thêm_thời_gian|"
     "thời_gian|xong $object? @due @reason?"},
    {Act::change_due, A, 0,
     "$task? $due_label :|là|=|-|thành|sang|còn|được|sửa|sửa_thành|sửa_lại|chỉnh_thành|chốt|chốt_là|nay_là|chuyển|"
     "lùi|đổi_thành|dời|lùi_lại|điều_chỉnh|is|nay|mới? "
     "lại|thành|sang? @day @reason?"},
    {Act::change_due, A, 0,
     "$move|$extend lại|thêm? $due_label|thời_gian|ngày|thời_gian_thực_hiện|thời_gian_nộp|the_deadline|the_due_date "
     "$object|của_việc_này|nộp|báo_cáo|cho_em|lại|của_nhiệm_vụ_này? xuống|sang|qua|thành|còn|lên|lại|to|là|về? @due "
     "@reason?"},
    {Act::change_due, A, 0,
     "$task|báo_cáo? rút_ngắn|rút|làm_sớm|đẩy_sớm|đẩy_lên|rút_lại|sớm_hơn|kéo_lên|rút_hạn|rút_ngắn_thời_hạn|"
     "rút_ngắn_thời_gian|đẩy_nhanh|làm_nhanh|cần_sớm_hơn xong|hoàn_thành|nộp|gửi|gửi_anh|báo_cáo|làm_xong|phải_xong|"
     "cần_xong|nộp_anh|còn|xuống|xuống_còn|lại|lên? @day @reason?"},
    {Act::change_due, A, 0,
     "$task|báo_cáo? $you? phải|cần|yêu_cầu|cố_gắng|đề_nghị|cố|nhớ|ráng|gắng|tập_trung|khẩn_trương|tranh_thủ|cố_mà|"
     "sớm? $do? xong|hoàn_thành|phải_xong|làm_xong|hoàn_tất|kết_thúc|chốt|xong_hết $task|báo_cáo|cho_anh|cho_tôi|"
     "giúp_anh? trước|trong|vào|đến|chậm_nhất|hết|ngay|muộn_nhất|không_quá? @day @reason?"},
    {Act::change_due, A, 0,
     "@day $you? là? phải|cần|phải_có_báo_cáo|là|là_phải|yêu_cầu? xong|hoàn_thành|phải_xong|làm_xong|xong_hết $task?"},
    {Act::change_due, A, 0,
     "please? extend|move|postpone|shorten|change|set $object|the_deadline|it|deadline? to|until|by|till? @due "
     "@reason?"},
    {Act::change_due, A, kNoDue,
     "bỏ_hạn|bỏ_thời_hạn|không_đặt_hạn|không_đặt_hạn_nữa|không_cần_hạn|không_giới_hạn_thời_gian|không_hạn|"
     "không_thời_hạn|bỏ_hạn_đi|không_quy_định_hạn|bỏ_hạn_nộp|no_deadline|remove_the_deadline|không_cần_hạn_nữa|"
     "không_ấn_định_thời_hạn|không_tính_hạn|bỏ_deadline $task|cho_việc_này|nữa|đi|của_việc_này?"},
    {Act::change_due, A, kNoDue, "hạn|thời_hạn|deadline|hạn_mới|hạn_nộp :? không|không_có|không_đặt|none"},
    {Act::change_due, A, kNoDue,
     "$task thì|$me? không_đặt_hạn|không_cần_hạn|không_hạn|không_thời_hạn|bỏ_hạn|không_có_hạn|không_tính_hạn"},
    {Act::change_due, A, kBegins,
     "$you? chậm_nhất|muộn_nhất|trễ_nhất|tối_đa là|đến|hết|trong? @day phải|là|các_đơn_vị|các_phường|các_em? có|phải_có|nộp|gửi|xong|"
     "hoàn_thành|báo_cáo|có_báo_cáo? $you|$product?"},
    {Act::change_due, A, 0,
     "đề_nghị|yêu_cầu|nhờ? $everybody nộp|gửi|báo_cáo|hoàn_thành|gửi_về|nộp_về|trình|gửi_báo_cáo|nộp_báo_cáo|gửi_lại|xong "
     "$product|về? $me|$you|văn_phòng? @day"},
    {Act::change_due, A, 0,
     "@day $you|$everybody? phải_có|phải_nộp|phải_gửi|phải_trình|phải_xong|phải_hoàn_thành|phải_có_báo_cáo|phải_có_kết_quả $product? "
     "cho_anh|cho_tôi|cho_chị?"},
    {Act::change_due, A, 0,
     "$move|$extend lại|thêm|hạn|thời_hạn|$due_label? đến|tới|sang|qua? @due cho $everybody|phòng|phường|$you"},
    {Act::change_due, A, 0, "@day nộp|gửi|xong|báo_cáo|làm_xong|trình? cũng_được|là_được|là_ok|được"},
    {Act::change_due, A, 0, "anh|chị|tôi cần $product? @day"},
    {Act::change_due, A, kClosing,
     "rồi|và|đề_nghị|yêu_cầu? nộp|gửi|gửi_lại|nộp_lại|trình|trình_lại|báo_cáo_lại|gửi_anh|nộp_anh|hoàn_thiện $you|$me? $product? @day"},
    {Act::change_due, A, kClosing, "@day nộp|gửi|gửi_lại|nộp_lại|trình|trình_lại|báo_cáo|báo_cáo_lại|xong lại|giúp|cho? $you|$me? $product?"},
    {Act::change_due, A, kLikely,
     "cho? $you|phòng|phường|đơn_vị? $extend|hạn_mới|đổi_hạn|rút_ngắn|thay_đổi_hạn|điều_chỉnh_thời_hạn|rút_hạn|"
     "thêm_thời_gian|sửa_hạn|chỉnh_hạn $task? @due?"},
    {Act::change_due, A, kLikely, "rút_ngắn|sớm_hơn|lùi_lại|lùi @less"},
    {Act::change_due, A, kLikely | kBegins,
     "đến|tới|trước|chậm_nhất|tối_đa|không_quá|muộn_nhất|trễ_nhất|thời_gian|thời_gian_thực_hiện|thời_gian_làm|trong|"
     "trong_vòng|nội|làm_trong|xong_trong|chốt @due"},
    {Act::change_due, A, kLikely,
     "gửi|nộp|báo_cáo|trình|gởi|có|xong|làm|làm_xong|hoàn_thành|gửi_lại|nộp_lại|trình_lại|báo_cáo_lại|hoàn_thiện|"
     "phải_có|cần|phải_xong $you? $product|kết_quả|lại? $you? trước|trong|vào|chậm_nhất|hết|đến|tối_đa? @due"},
    {Act::change_due, A, kLikely,
     "@due $you? $me? phải|thì|mới|là? nộp|gửi|báo_cáo|trình|có|xong|phải_có|phải_xong|cần|cần_có|hoàn_thành|nộp_lại|"
     "gửi_lại|trình_lại|hoàn_thiện|chốt|lấy|thu|cũng_được|là_được|được $you|$product|lại|cho_anh|cũng_được|được? "
     "$you|$product|cũng_được|được?"},
    {Act::change_due, A, kLikely,
     "phải_xong_trước|phải_xong|phải_hoàn_thành|cần_xong_trước|xong_trước_khi|hoàn_thành_trước_khi|phải_có_trước"},
    {Act::change_due, A, kLikely | kNoDue,
     "bỏ_hạn|bỏ_deadline|không_cần_hạn|không_đặt_hạn|không_tính_hạn|không_có_hạn|thoải_mái_thời_gian"},
    {Act::change_due, A, kLikely,
     "lùi_thêm|gia_hạn_thêm|thêm|kéo_thêm|nới|nới_hạn|nới_thêm|cho_nợ|nợ|dời_qua|dời_sang|kéo_đến|kéo_tới|thư_thả|"
     "cứ_thư_thả $you? @due cho? các_phường|các_xã|các_đơn_vị|các_phòng|tất_cả|mọi_người|phòng|phường?"},
    {Act::change_due, A, kLikely, "gia_hạn|lùi_hạn|lùi|hạn|thời_hạn|rút_ngắn|extend|deadline"},

    // ---- other parties
    {Act::change_lead, A, 0,
     "$give|để $task? cho? @who $lead|$handle $task? thay|thay_cho|thay_thế|instead_of|thay_vì @instead", PartyWord::lead},
    {Act::change_lead, A, 0,
     "$task $me? $give|để? cho? @who $lead $task? thay|thay_cho|instead_of? @instead?", PartyWord::lead},
    {Act::change_lead, A, 0,
     "$give|để $task? cho? @who $lead|$handle|chủ_trì_thay $task? @due? @reason?", PartyWord::lead},
    {Act::change_lead, A, 0,
     "$give|thay $task? cho? @who thay|thay_cho|thay_thế @instead $lead|$handle?", PartyWord::lead},
    {Act::change_lead, A, 0, "@unit thay|thay_cho|thay_thế @instead", PartyWord::lead},
    {Act::change_lead, A, 0, "thay|đổi|replace @instead bằng|sang|thành|with|by @who $lead|$handle?", PartyWord::lead},
    {Act::change_lead, A, 0,
     "đổi|chuyển|thay|thay_đổi|đổi_lại đơn_vị? chủ_trì|đầu_mối|đơn_vị_chủ_trì|người_chủ_trì|lead sang|thành|cho|là|:|"
     "to|qua|bằng @who", PartyWord::lead},
    {Act::change_lead, A, 0, "@unit $lead $task? thay|thay_cho|thay_thế @instead", PartyWord::lead},
    {Act::change_lead, A, 0, "@unit $lead $task? nhé|thay?", PartyWord::lead},
    {Act::change_lead, A, 0, "chủ_trì|đơn_vị_chủ_trì|lead|đầu_mối :|là|nay_là|mới|mới_là|is @who", PartyWord::lead},
    {Act::change_lead, A, 0, "make|let @who $lead", PartyWord::lead},
    {Act::change_lead, A, 0, "$task $me? $give cho? @who $handle? nhé?", PartyWord::lead},
    {Act::change_lead, A, 0,
     "chuyển|chuyển_cho|chuyển_sang|chuyển_việc_này_cho|chuyển_việc_này_sang|giao_lại|giao_lại_cho|"
     "chuyển_nhiệm_vụ_này_sang|chuyển_nhiệm_vụ_này_cho|reassign_to|reassign_it_to|assign_it_to|assign_to $task? cho|"
     "sang? @who $handle? @reason?", PartyWord::lead},
    {Act::change_lead, A, kLikely, "$give $task? cho? @who $handle? @reason?", PartyWord::lead},
    {Act::change_lead, A, kLikely,
     "đổi_người|thay_người|đổi|thay|để|nhờ? :? @who $handle|$lead $task? thay|thay_cho|thay_vì @instead", PartyWord::lead},
    {Act::change_lead, A, kLikely, "@who $lead $task?", PartyWord::lead},
    {Act::change_lead, A, kLikely,
     "chủ_trì|đổi_chủ_trì|thay_chủ_trì|đổi_đầu_mối|đổi_đơn_vị|làm_đầu_mối", PartyWord::lead},
    {Act::add_party, A, 0,
     "thêm|bổ_sung|mời|mời_thêm|cho_thêm|đưa_thêm|giao_thêm|add|cho|yêu_cầu|đề_nghị|giao|kéo_thêm|gọi_thêm|có_thêm|"
     "đưa $task? cho? @who $coop|vào_phối_hợp|tham_gia_phối_hợp $task|với_em|với_các_em|cho_nhanh? @due? @reason?", PartyWord::cooperating},
    {Act::add_party, A, 0, "phối_hợp|đơn_vị_phối_hợp|cooperating : @who", PartyWord::cooperating},
    {Act::add_party, A, 0,
     "thêm|bổ_sung|mời_thêm|cho_thêm|đưa_thêm|add|kéo_thêm|gọi_thêm @unit vào|vào_danh_sách|vào_việc_này|"
     "vào_nhiệm_vụ_này|vào_nữa|nữa|cùng|to_this_task|to_the_task|vào_thành_phần|vào_cùng?"},
    {Act::add_party, A, 0, "@unit $coop $task?", PartyWord::cooperating},
    {Act::add_party, A, 0,
     "thêm|bổ_sung|mời|cho_thêm|đưa_thêm|cho|gửi_cho|gửi_thêm|add|gửi|báo_cho @who $informed $task?", PartyWord::informed},
    {Act::add_party, A, 0,
     "$you|$task? phối_hợp_với|phối_hợp_cùng|làm_cùng|cùng_với|làm_việc_với|phối_hợp_thêm_với @unit thực_hiện|làm|"
     "xử_lý|giải_quyết $task?", PartyWord::cooperating},
    {Act::add_party, A, kLikely, "@who $coop|cùng|hỗ_trợ_thêm|làm_cùng $task|thêm?", PartyWord::cooperating},
    {Act::add_party, A, kLikely,
     "cc|gửi_thêm_cho|gửi_thêm|đồng_gửi|gửi_cả|báo_thêm|thông_báo_thêm|chuyển_thêm|gửi_cho @who $informed?",
     PartyWord::informed},
    {Act::add_party, A, kLikely, "phối_hợp_với|phối_hợp|thêm|làm_cùng_với|cùng_với @who"},
    {Act::add_party, A, kLikely, "phối_hợp|thêm_phòng|thêm_người|bổ_sung_thêm_người|tham_gia_cùng"},
    {Act::remove_party, A, 0,
     "bỏ|rút|cho|loại|gạt|bớt|gỡ|rút_tên|đưa|xóa|remove|bỏ_tên|take @unit ra|ra_khỏi_việc_này|khỏi_việc_này|"
     "ra_khỏi_nhiệm_vụ|ra_khỏi_nhiệm_vụ_này|khỏi_nhiệm_vụ_này|khỏi_danh_sách|ra_khỏi_danh_sách|ra_ngoài|"
     "from_this_task|from_the_task|out|không_phải_làm_nữa|thôi|khỏi|đi nhé? @reason?"},
    {Act::remove_party, A, 0, "bỏ|rút|loại|gạt|bớt|gỡ|xóa|remove|bỏ_tên @unit nhé? @reason?"},
    {Act::remove_party, A, 0, "@unit rút|rút_ra|xin_rút|ra_khỏi_việc_này|thôi @reason?"},
    {Act::remove_party, A, 0,
     "@unit không_cần_tham_gia|không_phải_tham_gia|thôi_tham_gia|khỏi_tham_gia|không_tham_gia|không_cần_phối_hợp|"
     "không_phải_phối_hợp|không_cần_tham_gia_nữa|không_phải_tham_gia_nữa|không_cần_phối_hợp_nữa|thôi_phối_hợp|"
     "thôi_không_tham_gia|khỏi_phối_hợp|không_phối_hợp_nữa|không_tham_gia_nữa nữa? @reason?"},
    {Act::remove_party, A, 0,
     "không_cần|không_cần_đến|khỏi_cần|không_cần_thêm|thôi_không_cần @unit tham_gia|phối_hợp|làm|vào|cùng_làm|"
     "tham_gia_nữa|phối_hợp_nữa|nữa @reason?"},
    {Act::remove_party, A, kLikely, "bỏ|rút|loại|gạt|bớt|remove @who ra|khỏi|nữa?"},

    // ---- more to do
    {Act::add_text, A, 0,
     "bổ_sung|bổ_sung_thêm|yêu_cầu_thêm|yêu_cầu_bổ_sung|bổ_sung_yêu_cầu|bổ_sung_nội_dung|thêm_nội_dung|thêm_yêu_cầu|"
     "lưu_ý_thêm|nội_dung_bổ_sung|add|add_to_the_task|chỉ_đạo_thêm|yêu_cầu|bổ_sung_nhiệm_vụ|bổ_sung_thêm_nội_dung "
     "$task? :|- @text"},
    {Act::add_text, A, kLikely, "lưu_ý|chú_ý|nhắc_thêm|ý_kiến_thêm|note|also|thêm|nói_thêm $task? :|-? @text"},
    {Act::add_text, A, kAlone,
     "bổ_sung|bổ_sung_thêm|yêu_cầu_thêm|yêu_cầu_bổ_sung|bổ_sung_nội_dung|lưu_ý|lưu_ý_thêm|nội_dung_bổ_sung|"
     "ý_kiến_thêm|thêm|yêu_cầu|chỉ_đạo_thêm|note $you? :"},
    {Act::add_text, A, 0,
     "yêu_cầu_thêm|bổ_sung_thêm|yêu_cầu_bổ_sung|bổ_sung_yêu_cầu|thêm_yêu_cầu|bổ_sung_nội_dung|thêm_nội_dung|"
     "lưu_ý_thêm|chỉ_đạo_thêm|nhớ_bổ_sung|nhớ_thêm|nhớ_làm_thêm|làm_thêm|làm_thêm_phần|thêm_phần|bổ_sung_phần|"
     "thêm_mục|bổ_sung_mục|bổ_sung_biểu|thêm_biểu|thêm_phụ_lục|bổ_sung_phụ_lục|báo_cáo_thêm|đánh_giá_thêm|"
     "báo_cáo_bổ_sung $task? @remark"},
    {Act::add_text, A, 0,
     "trong_báo_cáo|trong_đó|báo_cáo|phần_báo_cáo|ngoài_ra|thêm_nữa|đồng_thời $you? bổ_sung|bổ_sung_thêm|nêu_thêm|"
     "làm_thêm|yêu_cầu_thêm|nêu_rõ|làm_rõ|phân_tích_thêm|đánh_giá_thêm|thêm|báo_cáo_thêm|rà_soát_thêm|thống_kê_thêm "
     "@remark"},
    {Act::add_text, A, 0,
     "nhớ|các_em_nhớ|nhớ_là $you? kèm|kèm_theo|nêu|nêu_rõ|nêu_cả|ghi|ghi_rõ|làm_rõ|bổ_sung|gửi_kèm|đính_kèm|thống_kê|phân_tích|đánh_giá|"
     "chụp|tính_cả|báo_cáo_cả @remark"},
    {Act::add_text, A, 0,
     "báo_cáo|văn_bản|hồ_sơ|kết_quả|biểu|tờ_trình|kế_hoạch phải|cần|nhớ|lưu_ý có|kèm|nêu|nêu_rõ|ghi|ghi_rõ|có_cả|kèm_theo|thể_hiện|theo_mẫu "
     "@remark"},
    {Act::add_text, A, 0, "báo_cáo nêu|nêu_cả|ghi_rõ|nêu_rõ|kèm|thêm|có_thêm @remark"},
    {Act::add_text, A, 0, "ghi_rõ|nêu_rõ|nêu_cả|ghi_rõ_thêm|nói_rõ_thêm|nêu_thêm|ghi_thêm|tính_thêm|thống_kê_thêm :? @remark"},
    {Act::add_text, A, 0, "yêu_cầu|đề_nghị $you|$everybody? báo_cáo|thống_kê|nêu|tính|gửi|kèm|ghi cả|thêm|kèm_theo|rõ @remark"},
    {Act::add_text, A, kLikely,
     "bổ_sung|yêu_cầu_thêm|bổ_sung_thêm|làm_rõ_thêm|nêu_rõ|làm_rõ|lưu_ý|chú_ý|nhớ|thêm|yêu_cầu|đề_nghị|ngoài_ra|"
     "đồng_thời|also|please_add|ghi_rõ|nói_rõ|phải_có|phải_kèm|nhớ_kèm|theo_mẫu|chỉ_tính|phải_ghi|phải_nêu|cần_có|"
     "đính_kèm_thêm|kèm_thêm|kèm_theo|gửi_kèm|kèm_ảnh|chụp_ảnh|số_liệu_lấy|phân_tích|đánh_giá"},

    // ---- how urgent
    {Act::set_priority, A, 0,
     "$task? $me? là|thuộc_loại|chuyển|chuyển_sang|chuyển_thành|đánh_dấu|đặt|nâng|nâng_lên|nâng_mức|để|xếp|mức|mức_độ|"
     "độ|độ_khẩn|make|mark? mức|độ|mức_độ|thành|là|việc|loại|độ_khẩn|it|this|it_as|this_as|:|as? hỏa_tốc|tối_khẩn|"
     "khẩn_cấp|top_urgent|immediate nhé|rồi?", PartyWord::unsaid, Priority::at_once},
    {Act::set_priority, A, 0,
     "$task? $me? là|thuộc_loại|chuyển|chuyển_sang|chuyển_thành|đánh_dấu|đặt|nâng|nâng_lên|nâng_mức|để|xếp|mức|mức_độ|"
     "độ|độ_khẩn|nâng_độ_khẩn|nâng_mức_khẩn? mức|độ|lên|lên_mức|mức_độ|thành|là|việc|loại|độ_khẩn|:? thượng_khẩn|"
     "very_urgent nhé?", PartyWord::unsaid, Priority::very_urgent},
    {Act::set_priority, A, 0,
     "$task? $me? rất? là|thuộc_loại|chuyển|chuyển_sang|chuyển_thành|đánh_dấu|đặt|nâng|nâng_lên|nâng_mức|để|xếp|mức|"
     "mức_độ|độ|độ_khẩn|make|mark|is? mức|độ|mức_độ|thành|là|việc|loại|độ_khẩn|it|this|as|it_as|this_as|as_urgent|:? "
     "khẩn|urgent nhé?", PartyWord::unsaid, Priority::urgent},
    {Act::set_priority, A, 0,
     "$object $me? rất|hơi|đang|là? gấp|gấp_lắm|gấp_rồi|cần_gấp|ưu_tiên|ưu_tiên_trước nhé|lắm|đấy?", PartyWord::unsaid, Priority::urgent},
    {Act::set_priority, A, 0,
     "ưu_tiên|ưu_tiên_cao|việc_gấp|việc_rất_gấp|ưu_tiên_làm|ưu_tiên_số_1|high_priority|priority_high $object? trước? "
     "nhé|lắm?", PartyWord::unsaid, Priority::urgent},
    {Act::set_priority, A, 0,
     "$object? $me? không_gấp|không_gấp_nữa|không_khẩn|bình_thường|làm_bình_thường|làm_như_bình_thường|cứ_làm_bình_thường|mức_thường|độ_khẩn_thường|mức_bình_thường|"
     "chuyển_về_thường|hạ_xuống_thường|bỏ_khẩn|bỏ_hỏa_tốc|hạ_mức_thường|not_urgent|normal_priority|không_gấp_lắm|"
     "chuyển_về_bình_thường|không_phải_gấp nữa|đâu|lắm?", PartyWord::unsaid, Priority::normal},
    {Act::set_priority, A, 0,
     "đổi|chuyển|nâng|đưa|điều_chỉnh $object|độ_khẩn|mức|mức_độ|mức_độ_khẩn thành|lên|sang|là mức|độ|mức_độ? hỏa_tốc|tối_khẩn", PartyWord::unsaid, Priority::at_once},
    {Act::set_priority, A, 0,
     "đổi|chuyển|nâng|đưa|điều_chỉnh $object|độ_khẩn|mức|mức_độ|mức_độ_khẩn thành|lên|sang|là mức|độ|mức_độ? thượng_khẩn", PartyWord::unsaid, Priority::very_urgent},
    {Act::set_priority, A, 0,
     "đổi|chuyển|nâng|đưa|điều_chỉnh $object|độ_khẩn|mức|mức_độ|mức_độ_khẩn thành|lên|sang|là mức|độ|mức_độ? khẩn", PartyWord::unsaid, Priority::urgent},
    {Act::set_priority, A, 0,
     "$object là? ưu_tiên|được_ưu_tiên số_1|số_một|hàng_đầu|làm_trước|cao|cao_nhất", PartyWord::unsaid, Priority::urgent},
    {Act::set_priority, A, 0,
     "đây_là|việc_này_là việc_gấp|việc_khẩn|việc_rất_gấp|việc_cần_gấp", PartyWord::unsaid, Priority::urgent},
    {Act::set_priority, A, kLikely, "hỏa_tốc", PartyWord::unsaid, Priority::at_once},
    {Act::set_priority, A, kLikely, "thượng_khẩn", PartyWord::unsaid, Priority::very_urgent},
    {Act::set_priority, A, kLikely, "khẩn|urgent|ưu_tiên|rất_gấp", PartyWord::unsaid, Priority::urgent},

    // ---- pressing and asking
    {Act::urge, A, 0,
     "đôn_đốc|đôn_đốc_lại|đôn_đốc_lần_2|đôn_đốc_tiến_độ $object|tiến_độ|$you|các_đơn_vị|các_phường? :|-|, @text"},
    {Act::urge, A, kLikely,
     "nhắc|nhắc_lại|nhắc_việc|nhắc_nhở|reminder|remind|nhắc_nhé $object|tiến_độ|$you|các_đơn_vị|các_phường? :|-|, "
     "@text"},
    {Act::urge, A, kKeepsUnclear,
     "đôn_đốc|nhắc|nhắc_lại|nhắc_việc|nhắc_nhở|reminder|remind|đôn_đốc_lại $you|$object|tiến_độ|các_đơn_vị|các_phường|"
     "@unit? $object|thực_hiện|tiến_độ|báo_cáo|hoàn_thành|khẩn_trương? @due?"},
    {Act::urge, A, kKeepsUnclear,
     "$object|$you? $me? cần|phải|đề_nghị|yêu_cầu|tiếp_tục|$you? $soon lên|hơn|nữa|nhé|giúp_anh|cho_anh|cho_tôi|"
     "hoàn_thành|xong|báo_cáo|báo_cáo_anh|gửi_anh|làm|xử_lý|thực_hiện|đi|lắm_rồi|vào? $object|báo_cáo|tiến_độ? nhé|đi|"
     "hơn|lên|giúp_anh?"},
    {Act::urge, A, 0,
     "$object? $me? sắp|đã|gần? đến_hạn|hết_hạn|quá_hạn|tới_hạn|sắp_quá_hạn|trễ_hạn|chậm|muộn|chậm_lắm|is_overdue|"
     "overdue|is_late|chậm_quá|trễ|lâu_quá|quá_lâu|trễ_quá rồi|rồi_đấy|rồi_em|rồi_nhé|quá|rồi_đó"},
    {Act::urge, A, 0,
     "$you|$everybody? khẩn_trương|sớm|tranh_thủ|nhanh_chóng|tập_trung gửi|nộp|hoàn_thành|báo_cáo|gửi_báo_cáo|nộp_báo_cáo $product? "
     "về|cho? $me|@unit|văn_phòng?"},
    {Act::urge, A, 0, "$you|$everybody nghiêm_túc_thực_hiện|nghiêm_túc_chấp_hành|nghiêm_túc_triển_khai|đẩy_nhanh|đẩy_nhanh_tiến_độ"},
    {Act::urge, A, 0, "nộp_đi|gửi_đi|báo_cáo_đi|nộp_ngay|gửi_ngay|báo_cáo_ngay|nộp_ngay_đi|gửi_ngay_đi|nhanh_lên|nhanh_tay_lên"},
    {Act::urge, A, 0,
     "$everybody|đơn_vị_nào|phường_nào|xã_nào chưa nộp|gửi|báo_cáo|gửi_báo_cáo|nộp_báo_cáo thì|,|đề_nghị|yêu_cầu? nộp|gửi|báo_cáo|"
     "hoàn_thành|khẩn_trương_gửi|khẩn_trương_nộp ngay|gấp|sớm|luôn|khẩn_trương"},
    {Act::urge, A, kLikely,
     "đôn_đốc|khẩn_trương|nhanh_lên|đẩy_nhanh|làm_nhanh|làm_sớm|quá_hạn|chậm_quá|sớm_báo_cáo|gấp|nhắc|tập_trung|"
     "nghiêm_túc_thực_hiện|thực_hiện_nghiêm|cố_lên|nộp_đi|gửi_đi|làm_đi|báo_cáo_đi|nộp_ngay|"
     "gửi_ngay|báo_cáo_ngay|xong_đi|giục_rồi|hối_rồi|hết_hạn_rồi|đến_hạn_rồi|"
     "overdue|hurry|sắp_đến_hạn|lâu_quá|chậm_trễ|sao_chậm|trễ"},
    {Act::ask_state, A, kQuestion,
     "$task|tiến_độ|tình_hình|báo_cáo|vụ_này|tình_hình_thực_hiện|kết_quả|bên_em|việc|việc_đó|phần_của_em|dự_thảo|"
     "văn_bản|các_em|kế_hoạch|tờ_trình|số_liệu|hồ_sơ? $me|$you|phòng|phường|đơn_vị? nay|hiện_nay|giờ|đã|hiện|bây_giờ|"
     "$do|làm|đang|thực_hiện|xử_lý|tổng_hợp? $task|báo_cáo? $state_of rồi|vậy|thế|hả|nhỉ|đó|đấy|em|hở|dạ? $you? nhỉ|"
     "hả|thế|vậy|rồi? $task|báo_cáo?"},
    {Act::ask_state, A, kQuestion, "$do|làm $task|báo_cáo $state_of hả|nhỉ|thế|vậy?"},
    {Act::ask_state, A, 0,
     "báo_cáo|cập_nhật|cho_biết|báo|cho_anh_biết|cho_tôi_biết|cho_chị_biết|báo_cáo_anh|báo_cáo_tôi|báo_cáo_lại|"
     "báo_anh|báo_lại|cho_anh_hỏi|cho_tôi_hỏi|báo_cáo_ngay|update $you? tiến_độ|tình_hình|tình_hình_thực_hiện|"
     "tiến_độ_thực_hiện|tiến_độ_công_việc|kết_quả_đến_đâu|việc_này_đến_đâu_rồi|việc_này_đến_đâu|tiến_độ_việc_này|"
     "tình_hình_việc_này|status|me_on_the_status|me_on_the_progress $object|cho_anh|cho_tôi|giúp_anh? nhé?"},
    {Act::ask_state, A, kQuestion,
     "anh|tôi|chị|văn_phòng chưa|vẫn_chưa nhận_được|thấy|có|nhận báo_cáo|kết_quả|sản_phẩm|số_liệu của? $you|phòng|phường|đơn_vị?"},
    {Act::ask_state, A, kQuestion,
     "quá_hạn_rồi|đến_hạn_rồi|hết_hạn_rồi mà|sao chưa|vẫn_chưa thấy|có|nộp|gửi gì|báo_cáo|kết_quả?"},
    {Act::ask_state, A, kQuestion, "any update|news|progress on_this|yet|on_this_task?"},
    {Act::ask_state, A, kQuestion,
     "status|how_is_it_going|how_far|how_far_is_it|what_is_the_status|where_are_we|is_it_done|done_yet|tiến_độ|"
     "tình_hình|sao_rồi|đến_đâu_rồi|how_far_are_you|any_update nhé|em|thế|vậy?"},
    {Act::ask_state, A, kQuestion,
     "sao|tại_sao|vì_sao|sao_đến_giờ|đến_giờ|giờ_này $you? này|vẫn|mà|chưa|vẫn_chưa|lâu_thế|lâu_vậy|còn_chưa chưa|"
     "xong|báo_cáo|có_kết_quả|làm|nộp|gửi|thấy_báo_cáo|vẫn_chưa_xong|chưa_xong|thấy_gì|thấy_kết_quả? xong|báo_cáo|"
     "có_kết_quả|nộp|gửi|thấy_báo_cáo|thấy_gì? thế|vậy|nhỉ|hả|em?"},
    {Act::ask_state, A, kLikely | kQuestion,
     "đến_đâu_rồi|xong_chưa|tiến_độ|thế_nào_rồi|bao_giờ_xong|có_kết_quả_chưa|tình_hình|khi_nào_xong|vẫn_chưa|sao_rồi|"
     "chưa_nhận_được|chưa_có_báo_cáo|chưa_có_kết_quả|có_gì_mới|bao_giờ_thì_xong|khi_nào_thì_xong|chừng_nào_xong|"
     "tới_đâu_rồi|sao_lâu|chưa_nộp|chưa_gửi_à|ra_sao_rồi|"
     "cập_nhật_tình_hình|cập_nhật_tiến_độ|chưa_thấy|status|update|đâu_rồi|chưa_báo_cáo"},
};
// clang-format on

}  // namespace

std::span<const Row> assigner_rows() { return kRows; }

}  // namespace policies::speech
