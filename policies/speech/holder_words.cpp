// What those write who hold a task, and the head of their unit.
#include <array>

#include "policies/speech/lexicon.h"

namespace policies::speech {

namespace {

constexpr std::uint8_t H = kHolder | kHead, U = kHead;

// clang-format off
constexpr Row kRows[] = {
    {Act::done, H, 0, "$past? $do? $fin 100_% $task? $already?"},

    // ---- progress, before done: "xong 60%"
    {Act::progress, H, 0,
     "$past? $do? tiến_độ|tiến_độ_đạt|tiến_độ_được|tiến_độ_hiện_nay|tiến_độ_hiện_tại|tđ|progress :|là|đạt|is? "
     "@percent $already?"},
    {Act::progress, H, 0,
     "$task? $me? hiện|hiện_tại|hiện_nay|đến_nay|tới_nay|nay|hiện_giờ|tính_đến_nay|đến_giờ|hôm_nay? $me? $past? $do? "
     "xong|được|đạt|hoàn_thành|làm_được|thực_hiện_được|xử_lý_được|đạt_được|xong_được|làm_xong|đã_được|đã_đạt|đã_xong|"
     "hoàn_thành_được|đạt_tiến_độ|đã_hoàn_thành @percent khối_lượng|công_việc|khối_lượng_công_việc|việc|nhiệm_vụ|"
     "tiến_độ|rồi|số_liệu|task|the_work?"},
    {Act::progress, H, 0,
     "$task? $me? hiện|hiện_tại|hiện_nay|đến_nay|tới_nay|nay|hiện_giờ|tính_đến_nay|đến_giờ? $past? $do? xong|được|đạt|"
     "hoàn_thành|làm_được|thực_hiện_được|xử_lý_được|đạt_được|xong_được|làm_xong|đã_được|đã_đạt|đã_xong|"
     "hoàn_thành_được|đạt_tiến_độ|đã_hoàn_thành @percent khối_lượng|công_việc|khối_lượng_công_việc|việc|nhiệm_vụ|"
     "tiến_độ|rồi|số_liệu|task|the_work?"},
    {Act::progress, H, 0,
     "we|i|it|we_re|it_s are|am|have|is|about done|completed|finished|at? @percent done|complete|completed|finished|"
     "of_it|of_the_work?"},
    {Act::progress, H, 0, "@percent done|complete|completed|finished|xong|hoàn_thành"},
    {Act::progress, H, 0,
     "$task? $mine? đang|vẫn_đang|hiện_đang $do? được|đạt|khoảng|được_khoảng? @percent rồi|khối_lượng|công_việc|kế_hoạch?"},
    {Act::progress, H, 0,
     "$mine? giờ|đến_nay|hiện|tới_giờ? được|đạt|mới_được|chắc_được|làm_được|em_làm_được|khoảng|được_khoảng? @percent "
     "rồi|kế_hoạch|khối_lượng|công_việc|khối_lượng_công_việc"},
    {Act::progress, H, 0,
     "tiến_độ_thực_hiện|tiến_độ_công_việc|kết_quả_thực_hiện|tiến_độ|tiến_độ_đến_nay|tình_hình :|là đạt|được|khoảng? @percent "
     "rồi|kế_hoạch|khối_lượng?"},
    // What is under way, in whole words: "Đang làm nhé anh", "Em đang tổng hợp số liệu của các xã ạ".
    {Act::progress, H, kKeepsUnclear,
     "$task? $mine? hiện|hiện_nay|hiện_tại|vẫn? đang|vẫn_đang|cũng_đang|đang_tích_cực|đang_khẩn_trương|đang_tập_trung|hiện_đang "
     "làm|thực_hiện|xử_lý|giải_quyết|triển_khai|tiến_hành|triển_khai_thực_hiện|tổ_chức_thực_hiện|tham_mưu $task|phần_này|"
     "khẩn_trương|tích_cực|dở|nốt|tiếp|rồi?"},
    {Act::progress, H, kKeepsUnclear,
     "$task? $mine? hiện|hiện_nay|hiện_tại|vẫn? đang|vẫn_đang|cũng_đang|đang_tích_cực|đang_khẩn_trương|đang_tập_trung|hiện_đang "
     "tổng_hợp|soạn|soạn_thảo|dự_thảo|rà_soát|thu_thập|kiểm_tra|viết|viết_báo_cáo|đối_chiếu|hoàn_chỉnh|hoàn_thiện|nghiên_cứu|"
     "chuẩn_bị|khảo_sát|xác_minh|thống_kê|lập|cập_nhật|gom|chỉnh_sửa|bổ_sung|tập_hợp|xây_dựng|tham_mưu|in_ấn|nhập|đôn_đốc|"
     "xin_ý_kiến|lấy_ý_kiến|chờ|đợi|phối_hợp|phối_hợp_với|làm_phần|làm_đến_phần|làm_tới_phần|viết_phần|thẩm_định @object?"},
    {Act::progress, H, 0,
     "$task? $mine? hiện|hiện_nay? đang_trong_quá_trình|đang_trong_quá_trình_thực_hiện|đang_trong_quá_trình_xử_lý|"
     "đang_trong_quá_trình_giải_quyết|đang_trong_quá_trình_tổng_hợp thực_hiện|xử_lý|giải_quyết|tổng_hợp|hoàn_thiện?"},
    {Act::progress, H, 0,
     "$task? $mine? $do? gần_xong|sắp_xong|gần_xong_rồi|sắp_xong_rồi|sắp_hoàn_thành|gần_hoàn_thành|cơ_bản_xong|cơ_bản_hoàn_thành|"
     "đã_cơ_bản_hoàn_thành|đã_cơ_bản_xong|cơ_bản_xong_rồi rồi?"},
    {Act::progress, H, 0, "còn phụ_lục|phần|mục|biểu|khâu|chữ_ký|mỗi_chữ_ký|phần_cuối|phần_tổng_hợp @number? nữa|nữa_thôi?"},
    {Act::progress, H, 0,
     "$mine? mới|chỉ_mới|mới_chỉ|đã? làm_được|thực_hiện_được|hoàn_thành_được|được|xong_được|thu_được|gom_được|tổng_hợp_được "
     "một_nửa|nửa|hơn_nửa|hơn_một_nửa|phân_nửa|gần_một_nửa|1_nửa|hai_phần_ba|một_phần_ba|ba_phần_tư|phần_lớn rồi|thôi|"
     "công_việc|việc|số_liệu?"},
    {Act::progress, H, 0, "$mine? mới xong phân_nửa|một_nửa|1_nửa|được_một_nửa|hơn_nửa|phần_đầu thôi|công_việc?"},
    {Act::progress, H, 0,
     "$mine? hiện|hiện_tại|đến_nay? đã|mới|chỉ_mới|đã_có|có? xong|làm_xong|thu_được|gom_được|nhận_được|tổng_hợp_được|có|hoàn_thành|"
     "được @number / @number xã|phường|phòng|đơn_vị|phiếu|thôn|trường|cơ_quan|tổ|hộ|hồ_sơ|việc|nội_dung|phần rồi|nộp|gửi|"
     "báo_cáo|số_liệu?"},
    {Act::progress, H, 0,
     "$mine? mới gom|thu|có|nhận|gom_được|thu_được|có_được|nhận_được|làm_được được? số_liệu|báo_cáo|phiếu|ý_kiến? của? @number xã|"
     "phường|phòng|đơn_vị|phiếu|thôn|phần|nội_dung|hộ|hồ_sơ rồi|thôi?"},
    {Act::progress, H, kLikely, "@percent"},
    {Act::progress, H, kLikely,
     "$past? $do|hoàn_thành|xong|mới|chỉ_mới|được|thu|có|làm|nhận|đạt|mới_được|mới_có|mới_thu|mới_làm|thu_được? được|"
     "xong|được_khoảng|khoảng|có|hơn? @number /|trên|trong|trong_số @number xã|phường|phòng|đơn_vị|phiếu|thôn|việc|nội_dung|"
     "mục|phần|hồ_sơ|trường|cơ_quan|tổ|hộ|bộ $already?"},
    {Act::progress, H, kLikely,
     "được|đạt|làm_được|xong_được|thu_được|hoàn_thành_được|đạt_được|mới_được|đã_được|khoảng @number / @number"},
    {Act::progress, H, kLikely, "một|hai|ba|bốn|1|2|3 phần_hai|phần_ba|phần_tư|phần_năm"},
    {Act::progress, H, kLikely,
     "xong|hoàn_thành|làm_xong? phần|mục|bước|giai_đoạn|nội_dung|phụ_lục|biểu|chương|đợt|khâu @number|đầu|đầu_tiên|một|"
     "hai $fin? $already?"},
    {Act::progress, H, kLikely,
     "$past? $do|hoàn_thành|xong|được? một_nửa|nửa|phân_nửa|quá_nửa|phần_lớn|gần_hết|hơn_nửa|half $task? rồi?"},
    {Act::progress, H, kLikely | kKeepsUnclear,
     "đang|vẫn_đang|cũng_đang|đang_tích_cực|đang_khẩn_trương|đang_tập_trung|mới|chỉ_mới|hiện_đang|còn_đang|đã_đang "
     "$do|tổng_hợp|soạn|dự_thảo|rà_soát|thu_thập|chờ|kiểm_tra|viết|trình|liên_hệ|đối_chiếu|hoàn_chỉnh|phối_hợp|"
     "xin_ý_kiến|lấy_ý_kiến|nghiên_cứu|chuẩn_bị|khảo_sát|xác_minh|thống_kê|lập|cập_nhật|đôn_đốc|họp|đợi|gom|sửa|"
     "chỉnh_sửa|bổ_sung|thẩm_định|trong_quá_trình|vướng|gặp|gặp_khó_khăn|tập_hợp|xây_dựng $task? @due?"},
    {Act::progress, H, kLikely,
     "đã_có|có|mới_có|hiện_có|còn|đã_nhận|nhận_được|đã_thu @number xã|phường|phòng|đơn_vị|phiếu|thôn|trường|cơ_quan|"
     "tổ|hộ|"
     "báo_cáo nộp|gửi|báo_cáo|trả_lời|đã_nộp|đã_gửi|chưa_nộp|chưa_gửi|chưa_có|chưa?"},
    {Act::progress, H, kLikely,
     "chờ|đợi|còn_chờ|chỉ_chờ|vẫn_chờ phản_hồi|thẩm_định|ý_kiến|trả_lời|phê_duyệt|duyệt|ký|số_liệu|kết_quả|hướng_dẫn|"
     "họp|sở|tỉnh|các_xã|các_phường|các_đơn_vị|các_phòng"},
    {Act::progress, H, kLikely,
     "trong_quá_trình|đang_trong_quá_trình|đang_trong_quá_trình_thực_hiện|đang_trong_quá_trình_xử_lý|"
     "đang_trong_quá_trình_giải_quyết|mới_bắt_đầu|đã_bắt_đầu|vừa_bắt_đầu|còn_phần|còn_mỗi|chỉ_còn|làm_dở|"
     "đang_dở|chưa_làm_hết|đã_cơ_bản|đã_gửi_văn_bản_lấy|đã_lấy_ý_kiến|đã_xin_ý_kiến|đã_gửi_lấy_ý_kiến|làm_được|"
     "đã_làm_được|đang_vướng|còn_vướng|tình_hình|tiến_độ $task?"},
    {Act::progress, H, kLikely,
     "gần_xong|sắp_xong|sắp_hoàn_thành|gần_hoàn_thành|cơ_bản_xong|cơ_bản_hoàn_thành|đã_cơ_bản_hoàn_thành|"
     "xong_một_phần|xong_phần|almost_done|in_progress|working_on_it|chưa_xong|chưa_hoàn_thành $task? rồi?"},

    // ---- done
    {Act::done, H, 0, "$past? $do? $task? $fin $task? $already? 100_%? rồi?"},
    {Act::done, H, 0, "$task $me? $past? $do? $fin $task? $already?"},
    {Act::done, H, 0, "$past $do? $fin $task? $manner $already?"},
    {Act::done, H, 0, "$task đã_được|được|cũng_đã_được $do? $fin $manner? $already?"},
    {Act::done, H, 0,
     "$task? $me? $past? $do? $fin từ? hôm_qua|hôm_trước|sáng_nay|chiều_qua|tuần_trước|trưa_nay|hôm_kia|tối_qua|"
     "hôm_thứ_6|lúc_nãy $already"},
    {Act::done, H, 0, "$past? $do? $fin 100_% $task? $already?"},
    {Act::done, H, 0, "$past $do $already $task?"},
    {Act::done, H, 0, "$past $do $task $already"},
    {Act::done, H, 0,
     "báo_cáo|xin_báo_cáo|báo_cáo_hoàn_thành|em_báo_cáo $you? đã|là_đã|về_việc_đã? $do? hoàn_thành|xong $task "
     "$already?"},
    {Act::done, H, 0,
     "i_have|we_have|i_ve|we_ve|i|we? have|all|just|already? done|finished|completed|completed_it|finished_it|done_it "
     "$task? already?"},
    {Act::done, H, 0,
     "$task? is|has_been|are|all|it_is|it_s|its? done|finished|completed|complete|all_done already|now?"},
    {Act::done, H, 0, "$task $me? $past $do? $fin $manner $already?"},
    {Act::done, H, 0, "$past? finish|done|complete|completed rồi|xong_rồi|all_rồi"},
    // The result goes with the mail, and nothing else is said: "Em gửi anh báo cáo ạ", "Kết quả đây ạ".
    {Act::done, H, kWithFiles | kBySending,
     "$mine? xin|xin_phép|đã|vừa|kính|cũng? gửi|gởi|nộp|trình|gửi_lại|nộp_lại|trình_lại|kính_gửi|kính_trình|gửi_kèm $you? $you? "
     "$result $you? $as_asked|về_việc_này|nhiệm_vụ? $you? $attached?"},
    {Act::done, H, kWithFiles | kBySending,
     "$result $mine|$you? đã|có|xin|để|để_ở|được? gửi|gởi|gửi_kèm|nộp? $you? $attached $you?"},
    {Act::done, H, kWithFiles | kBySending, "đây_là? $result của? $mine? đây|ở_đây"},
    {Act::done, H, kWithFiles | kBySending, "đây_là|trên_đây_là $result $mine|$you?"},
    {Act::done, H, kWithFiles,
     "$mine? đã|vừa|cũng_đã sửa|chỉnh|chỉnh_sửa|khắc_phục|tiếp_thu|hoàn_thiện|sửa_lại|làm_lại|chỉnh_lại|bổ_sung|giải_trình|hoàn_chỉnh "
     "$product|phụ_lục|lại? @number? xong? $as_asked $already?"},
    {Act::done, H, kWithFiles,
     "$mine? sửa|chỉnh|chỉnh_sửa|khắc_phục|hoàn_thiện|sửa_lại|làm_lại|chỉnh_lại|bổ_sung|hoàn_chỉnh $product|phụ_lục|lại? @number? "
     "xong $as_asked? $already"},
    {Act::done, H, kWithFiles,
     "$mine? sửa|chỉnh|chỉnh_sửa|khắc_phục|hoàn_thiện|sửa_lại|làm_lại|chỉnh_lại|bổ_sung|hoàn_chỉnh $product|phụ_lục|lại? @number? "
     "$as_asked $already"},
    {Act::done, H, kWithFiles, "$past? $do? $fin $product $already?"},
    {Act::done, H, kWithFiles, "$product $me? $past $do|soạn|dự_thảo|tổng_hợp|lập? $fin $already?"},
    {Act::done, H, kWithFiles,
     "$past? tổng_hợp|soạn|dự_thảo|lập|viết|rà_soát|kiểm_tra|thống_kê|số_hóa|xây_dựng|chuẩn_bị|cập_nhật|đối_chiếu|"
     "tham_mưu|ký|trình_ký $product? $fin $product? $already?"},
    {Act::done, H, kLikely | kWithFiles,
     "$past? nộp|gửi|trình|báo_cáo|hoàn_thiện|nộp_lại|gửi_lại $product|kết_quả $you? $already?"},
    {Act::done, H, kLikely,
     "$past $send $you? $product? $you? $already|qua_zalo|trên_zalo|qua_mail|trên_hệ_thống|trên_trục?"},
    {Act::done, H, kLikely, "$product $you? cần|yêu_cầu|giao? đây|đây_rồi|ở_đây|xong"},
    {Act::done, H, kLikely | kWithFiles, "$send|xin_gửi|kính_gửi $you? $you? $product $you?"},
    {Act::done, H, kLikely, "$fin"},
    {Act::done, H, kLikely | kWithFiles, "gửi|gởi|nộp|trình|gửi_lại $you?"},
    {Act::done, H, kLikely | kWithFiles,
     "đây|đây_là|dưới_đây_là|trên_đây_là|xin_gửi|gửi_lại|nộp_lại|trình_lại $you? $product"},
    {Act::done, H, kLikely | kWithFiles,
     "$past|xin|cũng_đã? sửa|chỉnh|chỉnh_sửa|bổ_sung|khắc_phục|tiếp_thu|hoàn_thiện|cập_nhật|sửa_lại|làm_lại|chỉnh_lại|"
     "sửa_đổi|giải_trình $product|phụ_lục|lại|thêm? @number? xong|theo|như|rồi|xong_theo theo_yêu_cầu|yêu_cầu|ý|ý_kiến|"
     "góp_ý|chỉ_đạo? $you|của_anh|của_chị? yêu_cầu|góp_ý|chỉ_đạo|dặn|nói? $already?"},
    {Act::done, H, kLikely,
     "không_phát_sinh|không_có_trường_hợp_nào|không_có_trường_hợp|không_có_phát_sinh|không_có_vi_phạm|"
     "không_phát_hiện|không_có_đối_tượng|báo_cáo_không_có|đơn_vị_không_có @remark?"},
    {Act::done, H, kLikely,
     "$past phát_hành|ban_hành|ký_ban_hành|gửi_sở|gửi_tỉnh|báo_cáo_sở|báo_cáo_tỉnh|báo_cáo_ubnd|đăng|nhập|cập_nhật|"
     "chuyển|nộp|bàn_giao $product|số_liệu|ubnd|sở|tỉnh|lên_hệ_thống? $already?"},
    {Act::done, H, kLikely, "$do $manner $already"},
    {Act::done, H, kLikely, "đã_báo_cáo|đã_làm|làm_rồi|complete|finish|finish_rồi|coi_như_hoàn_thành|coi_như_xong|"
     "làm_xong_hết|xong_việc|xong_xuôi|ok_xong|báo_cáo_rồi|nộp_rồi|gửi_rồi|đã_nộp|done|finished|completed"},

    // ---- asking for more time
    {Act::ask_extension, H, 0,
     "$ask $you? $let? $me? $let? $extend $task|hạn|việc_này|báo_cáo|thời_hạn|cho_em|nhiệm_vụ|thời_gian? $you? $me? "
     "@due @reason?"},
    {Act::ask_extension, H, 0,
     "@middle nên|vì_vậy|do_đó|do_vậy|so? $you? $me? $ask? $you? $let? $me? $let? $extend $task|hạn|báo_cáo|thời_hạn|"
     "thời_gian? @due"},
    {Act::ask_extension, H, 0,
     "$ask $you? $let? $me? thêm|thêm_hạn|hạn|đến|tới|thêm_thời_gian|thời_hạn|hạn_mới|hạn_đến $task? @due @reason?"},
    {Act::ask_extension, H, 0,
     "$ask|anh|chị|sếp $you? du_di|châm_chước|linh_động|chiếu_cố|gia_hạn|lùi|nới? cho_em|cho_phòng|cho_phường|cho_đơn_vị|"
     "cho_tụi_em|cho_chúng_em|cho_bên_em xin|được? thêm|đến|tới|qua|sang|khất|nợ|dời|dời_đến|khất_đến|lùi_đến|thời_gian? đúng? @due thôi? "
     "@reason?"},
    {Act::ask_extension, H, 0,
     "xin|xin_phép|đề_nghị|mong|kính_mong|kính_đề_nghị|rất_mong|nhờ $you? tạo_điều_kiện|linh_động|xem_xét? cho|được|cho_phép|cho_em|"
     "cho_phòng|cho_phường|cho_đơn_vị|phép|được_phép $me? được? nộp|gửi|nộp_báo_cáo|gửi_báo_cáo|hoàn_thành|nộp_kết_quả $task|báo_cáo? "
     "vào|đến? @due thôi? @reason?"},
    {Act::ask_extension, H, 0, "$ask $you? $let? $me? thêm|thêm_thời_gian đúng? @due thôi? @reason?"},
    {Act::ask_extension, H, kLikely, "$ask $you? $let? $me? nộp|gửi|báo_cáo|nộp_báo_cáo|trình? $task? @due @reason?"},
    {Act::ask_extension, H, 0,
     "$extend $task|hạn|báo_cáo|thời_hạn|thời_gian|thời_gian_nộp? $you? $let? $me? @due @reason?"},
    {Act::ask_extension, H, 0,
     "i|we|please|may_i|may_we|i_would_like_to|we_would_like_to|can_we|could_we|can_i? ask|request|need|have|apply|"
     "get|please|extend|like? for? an|a|the|some|more|to? extension|extend|more_time|time|deadline|due_date|"
     "the_deadline|it @due @reason?"},
    {Act::ask_extension, H, 0, "$task $me? $ask $you? $let? $me? $extend|đến|thêm @due @reason?"},
    {Act::ask_extension, H, kLikely, "$ask? $you? $let? $me? $extend|thêm $task|hạn? @due? @reason?"},
    {Act::ask_extension, H, kLikely,
     "$ask $you? $let? $me? gia_hạn|lùi|lùi_hạn|thêm|thêm_thời_gian|thêm_ít_thời_gian|giãn|dời|chậm|muộn|nộp_muộn|"
     "nộp_chậm"},
    {Act::ask_extension, H, kLikely,
     "gia_hạn|lùi_hạn|lùi_thời_hạn|lùi_thời_gian|xin_lùi|xin_thêm|kéo_dài|giãn_hạn|dời_hạn|nới_hạn|không_kịp|chưa_kịp|"
     "khó_kịp|sợ_không_kịp|e_không_kịp|làm_không_kịp|trễ_hạn|chậm_hạn|muộn_hạn|quá_hạn|xin_khất|thêm_thời_gian|"
     "thêm_vài_ngày|thêm_mấy_ngày|thêm_ít_ngày|more_time|more_days|more_weeks|another_week|another_day|more_week|"
     "extension|postpone|extend_the_deadline|cần_thêm|không_thể_hoàn_thành_đúng_hạn|không_thể_xong|chậm_tiến_độ|"
     "lùi_đến|lùi_lại|lùi_sang|thư_thư|cho_em_nợ|cho_nợ|xin_nợ|nới_thời_hạn|nới_thêm|xin_nới|extend|cho_khất|"
     "dời_qua|dời_đến|xin_dời|cho_em_dời|không_đủ_thời_gian|thiếu_thời_gian|gấp_quá|hạn_gấp|chậm_mấy_ngày|"
     "chậm_vài_ngày|trễ_mấy_ngày|trễ_vài_ngày|không_xong_kịp|không_kịp_hạn @due?"},
    {Act::ask_extension, H, kLikely,
     "cho|xin|mong $you? $me? nợ|khất|thư_thư|thêm|nới|chậm|trễ|muộn $task|hạn|lại? @due?"},

    // ---- refusing
    {Act::refuse, H, 0, "$ask? $me? từ_chối $task? @reason"},
    {Act::refuse, H, 0,
     "$ask? $me? không_nhận|không_nhận_được|không_tiếp_nhận|không_thể_nhận|từ_chối_nhận|xin_không_nhận|không_đảm_nhận|"
     "không_đảm_nhận_được|trả_lại|xin_trả_lại|xin_gửi_trả_lại|chuyển_trả $task được? @reason"},
    {Act::refuse, H, 0,
     "$task $me? xin? không_nhận|không_nhận_được|không_tiếp_nhận|từ_chối|trả_lại|không_thể_nhận|không_làm_được "
     "@reason"},
    {Act::refuse, H, kNeedsReason,
     "xin|xin_phép|xin_được|kính|kính_xin|đề_nghị? $mine? từ_chối|xin_từ_chối|không_nhận|xin_không_nhận|trả_lại|xin_trả_lại|"
     "xin_gửi_trả_lại|chuyển_trả|xin_chuyển_trả|kính_chuyển_trả|kính_chuyển_lại|xin_chuyển_lại|không_làm_được|không_nhận_được|"
     "không_thể_nhận|không_đảm_nhận_được $task? @reason?"},
    {Act::refuse, H, kNeedsReason,
     "xin|đề_nghị|kính_đề_nghị|mong|rất_mong|nhờ|kính_mong $you? xem_xét? giao|giao_cho|chuyển|chuyển_cho|phân_công|giao_lại_cho|để "
     "$task? cho? đơn_vị|người|đồng_chí|phòng|bạn|phường|xã|cơ_quan|bên|đ_/_c khác $handle? @reason?"},
    {Act::refuse, H, 0,
     "i|we? decline|refuse|cannot_accept|can_not_accept|must_decline|have_to_decline $task? @reason"},
    {Act::refuse, H, kLikely,
     "từ_chối|không_nhận|không_nhận_được_việc|không_thể_nhận|không_thuộc_thẩm_quyền|không_thuộc_chức_năng|"
     "không_thuộc_nhiệm_vụ|không_phải_việc_của|không_phải_chức_năng|không_phải_nhiệm_vụ_của|không_đúng_thẩm_quyền|"
     "không_thuộc_lĩnh_vực|xin_thôi|xin_rút|xin_không_làm|không_làm_được|không_thực_hiện_được|không_đảm_nhận|"
     "xin_trả_lại|trả_lại|giao_nhầm|nhầm_phòng|nhầm_đơn_vị|gửi_nhầm|not_our_task|decline|refuse|không_đủ_thẩm_quyền|"
     "không_thể_thực_hiện|không_có_chuyên_môn|không_phụ_trách|cannot_do|không_phải_của|không_phải_phần_của|"
     "không_phải_trách_nhiệm|không_liên_quan_đến|không_đúng_chức_năng|không_đúng_lĩnh_vực|không_đúng_đơn_vị|"
     "nhầm_người|sai_đơn_vị|không_thuộc_phòng|không_thuộc_đơn_vị|không_thuộc_trách_nhiệm|không_thuộc_địa_bàn|"
     "không_có_người_làm|xin_miễn|không_nhận_việc_này_đâu|không_kham_nổi|không_làm_nổi|không_làm_việc_này|"
     "không_phải_bên_em|không_phải_phòng_em|không_phải_việc_em|không_phải_bên_tôi|không_quản_lý|không_được_giao|"
     "không_có_chức_năng|xin_chuyển_trả|chuyển_trả|kính_chuyển_lại|chuyển_lại|không_rành|không_nắm_mảng_này|"
     "ngoài_thẩm_quyền|ngoài_chức_năng|ngoài_khả_năng|vượt_thẩm_quyền|not_mine|wrong_person|cannot_accept"},
    {Act::refuse, H, kLikely,
     "thuộc thẩm_quyền|chức_năng|trách_nhiệm|lĩnh_vực|nhiệm_vụ|phần|phần_việc|phạm_vi|mảng của? @unit"},
    {Act::refuse, H, kLikely, "do|là_của|của|là_việc_của @unit phụ_trách|quản_lý|làm_chứ|theo_dõi|đảm_nhiệm"},
    {Act::refuse, H, kLikely,
     "$ask? $you? xem_xét? giao|giao_cho|chuyển|chuyển_cho|phân_công|để|nhờ|chọn $task? cho? đơn_vị|người|đồng_chí|"
     "phòng|bạn|phường|xã|cơ_quan|bên|ai|đ_/_c khác $handle?"},

    // ---- passing on
    {Act::send_up, U, 0,
     "$ask? $send|kính_trình|trình|xin_trình|trình_lại $you? $product|kết_quả_xử_lý của @who $already? $attached? $do|"
     "thực_hiện|làm?"},
    {Act::send_up, U, kWithFiles,
     "$ask? kính_trình|trình|xin_trình|em_trình|chuyển_trình|nộp $you? $product $you? xem_xét|phê_duyệt|duyệt|"
     "cho_ý_kiến|xem_xét_,_phê_duyệt? $attached?"},
    {Act::send_up, U, 0,
     "@who đã|vừa? làm|thực_hiện|xử_lý? xong|hoàn_thành $me? xin? trình|kính_trình|gửi|báo_cáo $you $product? "
     "$attached?"},
    {Act::send_up, U, 0, "submit|send_up the_result|the_results of|by? @who"},
    {Act::send_up, U, kLikely,
     "trình|kính_trình|xin_trình $you? $product? xem_xét? phê_duyệt|duyệt|xem_xét|cho_ý_kiến|xin_ý_kiến|ký"},
    {Act::send_up, U, kLikely, "trình $you? $product?"},
    {Act::send_up, U, kWithFiles, "submit|send_up the_result|the_results"},
    {Act::hand_on, H, 0,
     "$ask? $give $task? cho? @who $handle|chuẩn_bị|dự_thảo|soạn|tổng_hợp|rà_soát|nghiên_cứu? $task|văn_bản|báo_cáo|"
     "tiếp? @due? @reason?"},
    {Act::hand_on, H, 0, "$ask? $give $task? cho? @who $lead|$coop @who $lead|$coop @due?"},
    {Act::hand_on, H, 0, "$ask? $give $task? cho? @who $lead|$handle|$coop $task? @due? @reason?"},
    {Act::hand_on, H, 0, "$give $task? cho? @who trình|gửi|nộp|báo_cáo|xong|hoàn_thành? $me|$you? $product? @due"},
    {Act::hand_on, H, 0,
     "$ask? $give $task? cho? @who cùng? $handle|soạn|chuẩn_bị|dự_thảo|tổng_hợp|rà_soát|viết|lập $for_me? $task|văn_bản|"
     "báo_cáo|văn_bản_trả_lời|công_văn_trả_lời|công_văn|tờ_trình|kế_hoạch|dự_thảo? hạn|xong|hoàn_thành|nộp|gửi|trình|báo_cáo? "
     "$me|$you? @due báo_cáo|nộp|gửi|trình|xong? $me|$you?"},
    {Act::hand_on, U, kPersons,
     "@unit $you? cùng? $handle|$lead|soạn|chuẩn_bị|tổng_hợp|dự_thảo|rà_soát|viết|lập $for_me? $task|phần_này|văn_bản|"
     "báo_cáo|văn_bản_trả_lời|công_văn_trả_lời|công_văn|tờ_trình|kế_hoạch? $for_me? xong|hoàn_thành|nộp|gửi|trình|báo_cáo? "
     "$me? @due báo_cáo|nộp|gửi|trình|xong? $me|$you?"},
    {Act::hand_on, U, kPersons,
     "@unit : $you? $handle|$lead|soạn|chuẩn_bị|tổng_hợp|dự_thảo|rà_soát|viết|lập $task|văn_bản|báo_cáo|văn_bản_trả_lời|"
     "công_văn_trả_lời|công_văn|tờ_trình|kế_hoạch? @due?"},
    {Act::hand_on, U, kPersons,
     "@unit $you? $handle|soạn|chuẩn_bị|tổng_hợp|dự_thảo|rà_soát|viết|lập văn_bản_trả_lời|công_văn_trả_lời|công_văn|tờ_trình|"
     "kế_hoạch|phần_này|$task? $for_me? $task? @due?"},
    {Act::hand_on, U, 0, "phân_công|phân_công_thực_hiện|người_thực_hiện|giao_việc|người_làm|giao : @who"},
    {Act::hand_on, H, kLikely, "$give $task? cho? @who @remark"},
    {Act::hand_on, H, 0,
     "$give $task? cho? @who $handle|chuẩn_bị|dự_thảo|soạn|tổng_hợp|rà_soát|tham_mưu|kiểm_tra|lập|viết|chủ_trì $task|"
     "$product? trình|gửi|nộp|báo_cáo|xong|hoàn_thành? $me|$you? $product? @due"},
    {Act::hand_on, H, 0, "$task $me? $give cho? @who $handle|$lead? $task? @due? @reason?"},
    {Act::hand_on, H, kPersons, "$task do|để? @unit $handle|$lead nhé?"},
    {Act::hand_on, U, kPersons,
     "$task? @unit cùng? $handle|$lead|soạn|chuẩn_bị|tổng_hợp|dự_thảo|rà_soát $task|báo_cáo|văn_bản? @due?"},
    {Act::hand_on, U, kPersons,
     "@unit $you? $handle|$lead|soạn|chuẩn_bị|tổng_hợp|dự_thảo|rà_soát $task|báo_cáo|văn_bản? @due?"},
    {Act::hand_on, U, 0,
     "nhờ|mời|đề_nghị|yêu_cầu @unit $handle|$lead|soạn|chuẩn_bị|tổng_hợp|dự_thảo|rà_soát $task|báo_cáo|văn_bản? @due?"},
    {Act::hand_on, H, kLikely, "$give $task? cho? @who"},
    {Act::hand_on, U, kLikely,
     "@who ơi? :|,? $you? cùng? xem_và_xử_lý|xem_và_giải_quyết|xem|đọc|$lead|$coop|$handle|soạn|chuẩn_bị|tổng_hợp|"
     "dự_thảo|"
     "rà_soát|viết|lập|kiểm_tra|làm_phần|đi|sửa|liên_hệ giúp|giùm|hộ? $you? $task|$product|phần_này|lại? @due?"},
    {Act::hand_on, U, kLikely, "phân_công|phân_công_thực_hiện|người_thực_hiện|giao|chuyển|giao_việc|người_làm : @who"},
    {Act::hand_on, H, kLikely | kNeedsWho, "chuyển|giao|phân_công|chuyển_giúp"},
    {Act::hand_on, H, kLikely,
     "chuyển_cho|giao_cho|phân_công_cho|chuyển_sang|bàn_giao_cho|chuyển_tới|hand_over|reassign"},
    {Act::take_back, U, 0,
     "$ask? lấy_lại|thu_lại|rút_lại|rút|thu_hồi|nhận_lại $object của|từ|ở|khỏi? @who? để|, $me? tự|trực_tiếp? $do?"},
    {Act::take_back, U, 0,
     "$ask? lấy_lại|thu_lại|rút_lại|rút|thu_hồi|nhận_lại $object của|từ|ở|khỏi? @who? về? @reason?"},
    {Act::take_back, U, 0, "$object để? $me tự|trực_tiếp|sẽ_tự|sẽ_trực_tiếp $do|giải_quyết|phụ_trách"},
    {Act::take_back, U, 0, "take $object back from? @who?"},
    {Act::take_back, U, 0, "take_back|take_it_back from? @who?"},
    {Act::take_back, U, kLikely,
     "lấy_lại|thu_lại|rút_lại|để_tôi_tự_làm|để_tôi_làm|để_anh_làm|không_giao_nữa|thôi_không_giao|để_anh_tự_làm|"
     "để_em_tự_làm|tôi_tự_làm|thôi_để"},

    // ---- taking it on
    {Act::accept, H, kKeepsUnclear,
     "$heard $you? ,? $mine $begin|nhận|xin_nhận|tiếp_nhận|nhận_làm $task? $now|$manner? @due?"},
    {Act::accept, H, kKeepsUnclear,
     "$heard $you? ,? $mine? sẽ|xin $begin $task? $now|$manner? @due?"},
    {Act::accept, H, kKeepsUnclear, "vâng|ok|rõ|được|nhất_trí|dạ_được|dạ_vâng $you? ,? @due $mine $begin $task? $now?"},
    {Act::accept, H, 0, "dạ|ok $mine làm|nhận|lo"},
    {Act::accept, H, 0, "$mine làm|xử_lý|thực_hiện|triển_khai|giải_quyết|bắt_tay_vào_làm|bắt_đầu_làm $task? $now"},
    {Act::accept, H, 0,
     "$mine? xin_phép|xin|xin_được|xin_phép_được|đăng_ký|đồng_ý|xin_đăng_ký|sẵn_sàng nhận|tiếp_nhận|nhận_việc|nhận_nhiệm_vụ|đảm_nhận|"
     "nhận_làm|nhận_thực_hiện $task?"},
    {Act::accept, H, 0, "$task $mine nhận|nhận_làm|xin_nhận|đảm_nhận|nhận_thực_hiện rồi?"},
    {Act::accept, H, 0, "$mine nhận_rồi|nhận_việc|nhận_nhiệm_vụ|nhận_lệnh|đã_nhận $task?"},
    {Act::accept, H, 0, "nhận_lệnh|rõ_lệnh|chấp_hành|xin_chấp_hành|xin_nghiêm_túc_chấp_hành"},
    {Act::accept, H, 0,
     "$you? cứ? yên_tâm|khỏi_lo|đừng_lo ,? $mine|phòng_em|để_em? sẽ? $do|nhận|lo|hoàn_thành|nộp|đảm_bảo $task? $manner|$now?"},
    {Act::accept, H, kKeepsUnclear,
     "$mine? xin|xin_được|đã|sẽ? tiếp_thu|tiếp_nhận|nhận|chấp_hành|nhận_được $task|chỉ_đạo? và|, sẽ|xin? thực_hiện|triển_khai|làm|"
     "chấp_hành|tổ_chức_thực_hiện|báo_cáo|nộp_báo_cáo|có_báo_cáo|gửi_báo_cáo|xử_lý|triển_khai_thực_hiện|nghiêm_túc_thực_hiện $task? "
     "$manner|$now|nghiêm_túc? @due?"},
    {Act::accept, H, kKeepsUnclear, "để $mine $begin $task|giúp|người_làm? $now? @due?"},
    {Act::accept, H, kKeepsUnclear,
     "đã|xin|$me|vâng|em_xin? nhận|tiếp_nhận|nhận_được|tiếp_thu $task|chỉ_đạo|ý_kiến|ý_kiến_chỉ_đạo? rồi? và|,? $me? "
     "sẽ|xin|sẽ_nghiêm_túc|sẽ_khẩn_trương|nghiêm_túc|xin_nghiêm_túc $do|bắt_đầu|triển_khai_thực_hiện|hoàn_thành|"
     "báo_cáo|chấp_hành $task? "
     "$manner|ngay|luôn|theo_quy_định? @due?"},
    {Act::accept, H, 0,
     "vâng|dạ|dạ_vâng|rõ|đã_rõ|dạ_rõ|nắm_rồi|hiểu_rồi|noted|tuân_lệnh|đã_nhận|nhận_rồi|đã_nắm|nghe_rõ $you? $you? ,? "
     "em|e|tôi|chúng_em|chúng_tôi|bên_em|phòng_em|phường_em? $do|triển_khai|bắt_tay_vào_làm $task? "
     "ngay|luôn|liền|đây|ngay_đây|liền_đây"},
    {Act::accept, H, 0,
     "đã|xin|cũng|vâng|em_xin|đã_tiếp? nhận|tiếp_nhận|nhận_được|nhận_rồi $task|nhiệm_vụ_và_sẽ_triển_khai|chỉ_đạo|"
     "chỉ_đạo_của_anh|ý_kiến_chỉ_đạo|chỉ_đạo_của_chủ_tịch|sự_chỉ_đạo $you? rồi?"},
    {Act::accept, H, 0,
     "đã_nhận|xin_nhận|đã_tiếp_nhận|em_nhận|đã_nhận_việc|xin_tiếp_nhận|nhận_việc|nhận_nhiệm_vụ|tiếp_nhận|nhận|"
     "đã_nhận_nhiệm_vụ"},
    {Act::accept, H, 0, "$task $me? đã|xin? nhận|tiếp_nhận rồi?"},
    {Act::accept, H, 0, "i|we? have? accept|accepted|accepts|take|will_take $task?"},
    {Act::accept, H, kKeepsUnclear,
     "đã_rõ|rõ|vâng|dạ|dạ_vâng|ok|đã_nhận|xin_nhận|nhận|tuân_lệnh $you? $you? $me? sẽ|xin|xin_phép $do|thực_hiện|"
     "bắt_đầu|làm_luôn|bắt_tay|triển_khai_thực_hiện|nghiên_cứu|chấp_hành $task|vào_làm|vào_việc? @due?"},
    {Act::accept, H, kKeepsUnclear, "để $me $do|xem|nghiên_cứu|kiểm_tra $task? @due?"},
    {Act::accept, H, kKeepsUnclear | kLikely,
     "và? sẽ|xin|sẽ_cố_gắng|cố_gắng|sẽ_khẩn_trương|phấn_đấu|sẽ_tập_trung|dự_kiến|sẽ_bắt_đầu|i_will|we_will|will|"
     "tối_nay|chiều_nay|sáng_mai|mai|chiều_mai|mai_em|chiều_nay_em|xin_phép $do|hoàn_thành|xong|nộp|gửi|báo_cáo|"
     "làm_ngay|triển_khai_ngay|thực_hiện_ngay|do|finish|handle|trình|làm_xong|hoàn_tất|có|tổng_hợp|báo_cáo_lại|soạn|"
     "dự_thảo|kiểm_tra $you? $task|$product|kết_quả? $you? @due?"},
    {Act::accept, H, kKeepsUnclear | kLikely,
     "@due $me? sẽ|xin|sẽ_cố_gắng? $do|hoàn_thành|xong|nộp|gửi|báo_cáo|trình|có|làm_xong $you? $task|$product|"
     "kết_quả? $you?"},
    {Act::accept, H, kLikely,
     "chấp_hành|để_e|để_tôi|để_phòng|để_phường|để_bên_em|để_mình|đang_tiếp_nhận|sẽ_làm|sẽ_thực_hiện|sẽ_xử_lý|"
     "sẽ_triển_khai|sẽ_xong|sẽ_hoàn_thành|sẽ_cố_gắng|sẽ_gửi|sẽ_nộp|"
     "sẽ_báo_cáo|làm_ngay|triển_khai_ngay|tuân_lệnh|will_do|nhận_việc|nhận_nhiệm_vụ|đã_nhận|xin_nhận|on_it|i_will|"
     "em_làm|để_em|em_lo|e_làm|bắt_đầu_làm|sẽ_có|sẽ_cố|triển_khai_luôn|em_triển_khai|em_thực_hiện|em_xử_lý|"
     "e_triển_khai|thực_hiện_luôn|làm_luôn|tiếp_thu|will_start|starting_today|start_today|xin_chấp_hành|"
     "nghiêm_túc_thực_hiện|xin_tiếp_thu|yên_tâm|làm_đúng_hạn|làm_liền|nhận_việc_này|chúng_tôi_nhận|phòng_nhận|"
     "phường_nhận|nhận_việc_và|cứ_để_em|khỏi_lo|em_nhận|tui_nhận|tôi_nhận|em_theo|đảm_nhận|nhận_thực_hiện|"
     "bắt_tay_vào|em_bắt_đầu|sẽ_báo_cáo_lại|sẽ_trả_lời"},
};
// clang-format on

}  // namespace

std::span<const Row> holder_rows() { return kRows; }

}  // namespace policies::speech
