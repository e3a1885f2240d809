#include "policies/speech/word_lists.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace policies::speech {

namespace {

struct List {
  std::string_view name;
  std::string_view words;
};

// clang-format off
constexpr std::array<List, 44> kLists{{
    // Small words that change nothing wherever they stand.
    {"particle", "ạ|nhé|nha|luôn|ngay|giúp|giùm|hộ|đấy|đó|,|please"},
    {"mark", ",|:|-|–|—|(|)|*|.|!|…|🙏|👍|👌|✅|😊|😀|🙂|❤|_|+|•|/"},
    {"you",
     "anh|chị|em|anh_chị|anh_/_chị|các_anh|các_chị|các_em|các_anh_chị|sếp|thủ_trưởng|lãnh_đạo|lãnh_đạo_ủy_ban|"
     "chủ_tịch|phó_chủ_tịch|anh_chủ_tịch|chị_chủ_tịch|trưởng_phòng|cô|chú|bác|ông|bà|thầy|các_bạn|mọi_người|"
     "đồng_chí|các_đồng_chí|đ_/_c|các_đ_/_c|bạn|các_sếp|anh_em|đồng_chí_chủ_tịch|đồng_chí_phó_chủ_tịch|"
     "đồng_chí_trưởng_phòng|a|c|e|ac|"
     "a_c|văn_phòng|vp|ubnd|ubnd_thị_xã|thường_trực|quý_cơ_quan|phòng|phường|you|sir|all|cháu|con|mấy_em|mấy_anh|mấy_chị|mấy_đứa|mấy_anh_chị|team|cả_phòng|các_cháu|"
     "anh_chị_em|hai_em|hai_đồng_chí|phó_chủ_tịch_phụ_trách|bí_thư"},
    // The writer and his own people.
    {"mine",
     "em|tôi|mình|tớ|cháu|con|e|chúng_em|chúng_tôi|chúng_mình|bọn_em|tụi_em|tụi_tôi|bên_em|bên_tôi|bên_mình|phòng_em|"
     "phòng_tôi|phòng_mình|phường_em|phường_tôi|phường_mình|đơn_vị_em|đơn_vị_tôi|đơn_vị_chúng_tôi|đơn_vị_mình|"
     "phòng_chúng_tôi|cơ_quan_em|cơ_quan_tôi|bộ_phận_em|ban_em|xã_em|xã_mình|trường_em|tổ_em|phòng|phường|đơn_vị|cơ_quan|xã"},
    // What one sets out to do, and when at once.
    {"begin",
     "làm|xử_lý|thực_hiện|triển_khai|giải_quyết|tham_mưu|bố_trí|bố_trí_người|bố_trí_người_làm|bố_trí_cán_bộ|lo|lo_cho|"
     "nghiên_cứu|tiến_hành|bắt_tay_vào_làm|bắt_tay_vào_việc|bắt_tay_làm|bắt_đầu_làm|bắt_đầu|triển_khai_thực_hiện|"
     "tổ_chức_thực_hiện|làm_tiếp|xử_lý_cho|làm_cho|phân_công_người|phân_công_người_làm|cử_người_làm|chuẩn_bị"},
    {"now", "ngay|luôn|liền|đây|ngay_đây|liền_đây|lun|luôn_đây|ngay_lập_tức|ngay_từ_hôm_nay"},
    {"heard",
     "vâng|rõ|đã_rõ|dạ_rõ|ok|được|dạ_được|vâng_được|nhất_trí|đồng_ý|dạ_vâng|ok_luôn|rõ_rồi|hiểu_rồi|đã_hiểu|nắm_rồi|đã_nắm|em_rõ|"
     "đã_nắm_nội_dung|đã_nắm_được|nắm_được_rồi|đã_đọc|em_đã_đọc|biết_rồi|em_biết_rồi|em_nắm_rồi|nhận_rồi|em_nhận_rồi|đã_nhận|"
     "nhận_được_rồi|em_nghe|em_hiểu|noted|nghe_rõ"},
    {"for_me", "giúp|giùm|hộ|giúp_anh|giúp_chị|giúp_tôi|giúp_em|giúp_chú|giúp_cô|giúp_bác|giùm_anh|giùm_chị|giùm_tôi|hộ_anh|hộ_chị|hộ_tôi"},
    // What is handed in and what it was asked as.
    {"result",
     "báo_cáo|kết_quả|báo_cáo_kết_quả|kết_quả_thực_hiện|báo_cáo_kết_quả_thực_hiện|kết_quả_thực_hiện_nhiệm_vụ|"
     "báo_cáo_kết_quả_thực_hiện_nhiệm_vụ|báo_cáo_hoàn_chỉnh|báo_cáo_đã_ký|báo_cáo_có_dấu|báo_cáo_chính_thức|bản_cuối|"
     "bản_final|bản_hoàn_thiện|bản_hoàn_chỉnh|bản_chính_thức|bản_đã_ký|bản_có_chữ_ký|bản_ký|sản_phẩm|file_báo_cáo|"
     "file_kết_quả|báo_cáo_và_phụ_lục|bản_đã_sửa|bản_sửa|bản_chỉnh_sửa|bản_đã_chỉnh_sửa|bản_sửa_lại|bản_mới|bản_đã_bổ_sung|"
     "kết_quả_rà_soát|kết_quả_tổng_hợp|kết_quả_kiểm_tra|báo_cáo_tổng_hợp|báo_cáo_rà_soát|báo_cáo_kiểm_tra|báo_cáo_tháng|"
     "bài|the_report|the_result|the_results"},
    {"as_asked",
     "theo_yêu_cầu|như_yêu_cầu|theo_phân_công|theo_chỉ_đạo|theo_yêu_cầu_của_anh|theo_yêu_cầu_của_chị|theo_ý_anh|theo_ý_chị|"
     "như_anh_yêu_cầu|như_chị_yêu_cầu|theo_ý_kiến|theo_ý_kiến_của_anh|theo_ý_kiến_anh|theo_ý_kiến_chỉ_đạo|theo_góp_ý|"
     "theo_góp_ý_của_anh|theo_góp_ý_của_chị|theo_chỉ_đạo_của_anh|theo_chỉ_đạo_của_đồng_chí|như_anh_dặn|như_anh_nói|"
     "theo_quy_định|theo_kế_hoạch|theo_y_anh|theo_yêu_cầu_của_đồng_chí|theo_nhiệm_vụ_được_giao|theo_phân_công_của_anh"},
    // Everybody who was given the task.
    {"everybody",
     "các_đơn_vị|các_phường|các_xã|các_phòng|các_phường_xã|các_phường_,_xã|các_phòng_ban|tất_cả|các_em|các_đồng_chí|các_đ_/_c|"
     "các_bạn|các_anh_chị|mọi_người|cả_phòng|mấy_em|các_phòng_,_ban"},
    {"me",
     "em|tôi|mình|tớ|cháu|con|anh|chị|e|chúng_em|chúng_tôi|chúng_mình|bọn_em|tụi_em|bên_em|bên_tôi|bên_mình|phòng_em|"
     "phòng_tôi|phòng_mình|phường_em|phường|xã|phòng|phường_mình|phòng_mình|xã_mình|đơn_vị_mình|đơn_vị|đơn_vị_em|"
     "đơn_vị_tôi|chúng_ta|bên_phòng|bên_phường|tụi_tôi|cơ_quan|cơ_quan_em|bộ_phận_em|ban_em|xã_em|trường_em|phía_em|"
     "i|we|our_unit|our_office"},
    {"title", "anh|chị|em|cô|chú|bác|ông|bà|thầy|đồng_chí|đ_/_c|sếp|a|c|e|mr|ms|cháu"},
    {"task",
     "việc|việc_này|việc_ấy|việc_đó|việc_trên|các_việc_này|nhiệm_vụ|nhiệm_vụ_này|nhiệm_vụ_đó|nhiệm_vụ_trên|"
     "nhiệm_vụ_được_giao|việc_được_giao|công_việc_được_giao|nội_dung_được_giao|việc_anh_giao|việc_chị_giao|"
     "nhiệm_vụ_anh_giao|nhiệm_vụ_chị_giao|nhiệm_vụ_sếp_giao|nội_dung_anh_giao|nội_dung_này|nội_dung_trên|"
     "nội_dung_công_việc|công_việc|công_việc_này|công_việc_trên|công_việc_anh_giao|cái_này|vụ_này|vụ_đó|phần_việc_này|"
     "phần_việc_được_giao|nhiệm_vụ_của_đồng_chí|nhiệm_vụ_đồng_chí_giao|việc_đồng_chí_giao|việc_sếp_giao|việc_chú_giao|"
     "việc_cô_giao|nhiệm_vụ_của_chị|việc_anh_vừa_giao|nhiệm_vụ_của_anh|yêu_cầu_của_anh|chỉ_đạo_của_anh|task|task_này|the_task|this_task|it|this|"
     "the_work|this_work|everything"},
    {"do",
     "làm|triển_khai_thực_hiện|tổ_chức_thực_hiện|thực_hiện|xử_lý|xử_lí|giải_quyết|triển_khai|tiến_hành|tham_mưu|lo|làm_việc_này|"
     "hoàn_thiện|thi_hành|chấp_hành"},
    {"fin",
     "xong|xong_dứt_điểm|dứt_điểm|hoàn_thành|hoàn_tất|xong_xuôi|hoàn_thành_xong|xong_hết|xong_cả|làm_xong|"
     "hoàn_thành_hết|xong_hết_trơn|xong_hết_trọi"},
    {"past", "đã|vừa|mới|vừa_mới|đã_vừa|cũng_đã"},
    {"already", "rồi|hết_rồi|cả_rồi|hết|xong|đầy_đủ_rồi|đủ_rồi|xong_rồi"},
    {"manner",
     "đúng_hạn|sớm|đầy_đủ|toàn_bộ|theo_yêu_cầu|theo_chỉ_đạo|theo_yêu_cầu_của_anh|theo_chỉ_đạo_của_anh|"
     "đúng_tiến_độ|theo_đúng_yêu_cầu|đúng_thời_hạn_được_giao|đúng_thời_gian|đúng_thời_gian_quy_định|theo_quy_định|"
     "đúng_kế_hoạch|nghiêm_túc|đúng_hạn_được_giao|theo_ý_kiến_của_anh|theo_góp_ý_của_anh|đúng_yêu_cầu|trong_hạn|trước_hạn|"
     "trước_thời_hạn|đúng_thời_hạn"},
    {"product",
     "báo_cáo|kết_quả|báo_cáo_kết_quả|kết_quả_thực_hiện|báo_cáo_kết_quả_thực_hiện|báo_cáo_và_phụ_lục|file|"
     "file_báo_cáo|file_kết_quả|tệp|văn_bản|hồ_sơ|tài_liệu|dự_thảo|dự_thảo_báo_cáo|dự_thảo_văn_bản|biểu|biểu_mẫu|"
     "bảng_biểu|biểu_số_liệu|phụ_lục|kế_hoạch|dự_thảo_kế_hoạch|tờ_trình|sản_phẩm|số_liệu|bảng_số_liệu|danh_sách|"
     "công_văn|bản_scan|bản_mềm|bản_ký|báo_cáo_đã_ký|bản_đã_sửa|bản_sửa|bản_chỉnh_sửa|bản_hoàn_thiện|bản_cuối|link|"
     "link_báo_cáo|đường_link|bản_báo_cáo|bản_dự_thảo|the_report|report|the_result|results|the_results|the_file|"
     "the_files|the_draft"},
    {"attached",
     "kèm_theo|kèm_theo_đây|đính_kèm|kèm|kèm_đây|kèm_mail|kèm_email|kèm_mail_này|kèm_thư_này|kèm_theo_mail|"
     "kèm_theo_mail_này|kèm_theo_thư_này|kèm_theo_email_này|trong_file_đính_kèm|ở_file_đính_kèm|theo_file_đính_kèm|"
     "theo_file_kèm|trong_file_kèm|trong_file_kèm_theo|như_file_đính_kèm|ở_file_kèm_theo|trong_tệp_đính_kèm|"
     "tại_file_đính_kèm|gửi_kèm|ở_đính_kèm|trong_đính_kèm|trong_mail|kèm_nhé|attached|is_attached|are_attached"},
    {"send",
     "gửi|gởi|nộp|trình|kính_gửi|kính_trình|xin_gửi|xin_trình|gửi_lại|đã_gửi|gửi_kèm|gửi_đính_kèm|em_gửi|tôi_gửi|"
     "e_gửi|báo_cáo|kính_gởi|gửi_theo|có_gửi|đính_kèm|xin_báo_cáo"},
    {"ask",
     "xin|xin_phép|đề_nghị|kính_đề_nghị|mong|kính_mong|rất_mong|mong_muốn|cho|cho_em_xin|cho_em_xin_phép|cho_tôi_xin|"
     "cho_phòng_xin|cho_phường_xin|cho_phòng_em_xin|cho_đơn_vị_xin|cho_e_xin|cho_phép_em_xin|nhờ|kính_xin|em_xin|"
     "xin_được|xin_phép_được|đề_xuất|xin_đề_xuất|kính_đề_xuất|cần|cần_xin|muốn_xin|tôi_xin"},
    {"extend",
     "gia_hạn|lùi|lùi_hạn|lùi_thời_hạn|lùi_thời_gian|lùi_lại|lùi_ngày|lùi_hạn_nộp|lùi_thời_hạn_nộp|lùi_thời_gian_nộp|"
     "giãn|giãn_hạn|dời|dời_hạn|dời_lại|dời_ngày|kéo_dài|kéo_dài_thời_hạn|kéo_dài_hạn|kéo_dài_thời_gian|"
     "kéo_dài_thời_gian_thực_hiện|gia_hạn_thời_gian|gia_hạn_thời_gian_thực_hiện|gia_hạn_thời_hạn|"
     "lùi_thời_gian_báo_cáo|lùi_thời_hạn_báo_cáo|nộp_chậm|nộp_muộn|gửi_chậm|gửi_muộn|lui|lui_hạn|khất|hoãn_hạn|"
     "điều_chỉnh_thời_hạn|điều_chỉnh_hạn|gia_hạn_nhiệm_vụ|gia_hạn_việc_này|lùi_việc_này|chậm|nộp_báo_cáo_chậm|"
     "nới|nới_hạn|nới_thời_hạn|nới_thời_gian|khất_hạn|trễ|lùi_thời_hạn_hoàn_thành|lùi_hạn_hoàn_thành|"
     "gia_hạn_thời_gian_hoàn_thành|dời_thời_hạn|giãn_thời_gian|giãn_thời_hạn|lùi_hạn_việc_này|nộp_lùi|gia_hạn_thêm|"
     "lùi_thêm|thêm_thời_gian|thêm_thời_gian_làm|chậm_nộp|nộp_trễ|gửi_trễ|hoàn_thành_chậm|extend|delay"},
    {"let",
     "cho|được|phép|cho_phép|được_phép|cho_được|em|cho_em|cho_tôi|cho_phòng|cho_phường|cho_đơn_vị|cho_xã|cho_bên_em|"
     "cho_phòng_em|cho_phường_em|cho_chúng_em|cho_chúng_tôi|cho_e|cho_mình|cho_em_được|cho_phép_em|cho_em_xin|"
     "cho_phép_phường|cho_phép_phòng|cho_phép_đơn_vị|phép_cho_em|được_phép_cho|tạo_điều_kiện_cho|"
     "tạo_điều_kiện_cho_em|tạo_điều_kiện_cho_phòng|tạo_điều_kiện_cho_phường|tạo_điều_kiện_cho_đơn_vị|cho_đơn_vị_em"},
    {"give",
     "giao|giao_cho|giao_tạm_cho|giao_tạm|tạm_giao|tạm_giao_cho|giao_lại|giao_lại_cho|phân_công|phân_công_cho|phân|"
     "phân_cho|chuyển|chuyển_cho|chuyển_tới|chuyển_đến|chuyển_sang|chuyển_qua|chuyển_về|cử|cắt_cử|bàn_giao|"
     "bàn_giao_cho|giao_việc_này_cho|giao_nhiệm_vụ_này_cho|chuyển_việc_này_cho|chuyển_việc_này_sang|"
     "chuyển_nhiệm_vụ_này_cho|chuyển_nhiệm_vụ_này_sang|chuyển_việc_này_tới|chuyển_việc_này_đến|giao_việc_này|"
     "việc_này_giao|việc_này_giao_cho|nhiệm_vụ_này_giao|nhiệm_vụ_này_giao_cho|việc_này_chuyển|việc_này_chuyển_cho|"
     "việc_này_chuyển_sang|nhiệm_vụ_này_chuyển_sang|việc_này_để|để|để_cho|để_lại_cho|phân_việc_này_cho|assign|"
     "assign_to|assign_it_to|assign_this_to|pass_to|pass_it_to|forward_to|hand_over_to|hand_it_to|giao_việc_cho|"
     "chuyển_việc_cho|chuyển_lại_cho|chuyển_hồ_sơ_cho|giao_nhiệm_vụ_cho|giao_nhiệm_vụ_này"},
    {"handle",
     "xử_lý|xử_lí|xem_xử_lý|xem_giải_quyết|xem_làm|thực_hiện|làm|giải_quyết|tham_mưu|nghiên_cứu|theo_dõi|phụ_trách|"
     "đảm_nhận|triển_khai|lo|lo_việc_này|tiếp_nhận|tiếp_tục|tham_mưu_xử_lý|tham_mưu_giải_quyết|nghiên_cứu_tham_mưu|"
     "nghiên_cứu_xử_lý|xử_lý_việc_này|thực_hiện_việc_này|làm_việc_này|tham_mưu_văn_bản|xem_xét_giải_quyết|"
     "xem_xét_xử_lý|kiểm_tra_xử_lý|nhận|nhận_việc_này|làm_tiếp|tiếp_tục_thực_hiện|handle|to_handle|do_it|"
     "trực_tiếp_làm|trực_tiếp_xử_lý|tham_mưu_thực_hiện|chịu_trách_nhiệm|làm_thay|giải_quyết_việc_này|tham_mưu_giúp|"
     "phụ_trách_việc_này|soạn_thảo|nghiên_cứu_đề_xuất|nghiên_cứu_,_đề_xuất|tham_mưu_,_đề_xuất|tham_mưu_đề_xuất"},
    {"lead",
     "làm_chính|phụ_trách_chính|chịu_trách_nhiệm_chính|chủ_trì|làm_chủ_trì|chủ_trì_thực_hiện|chủ_trì_xử_lý|"
     "chủ_trì_việc_này|chủ_trì_tham_mưu|đầu_mối|làm_đầu_mối|"
     "là_đầu_mối|là_chủ_trì|chủ_trì_nhé|chủ_trì_giải_quyết|lead|to_lead|as_lead|leads|is_the_lead|takes_the_lead"},
    {"coop",
     "phối_hợp|cùng_phối_hợp|cùng_phối_hợp_thực_hiện|cùng_phối_hợp_làm|phối_hợp_thực_hiện|phối_hợp_xử_lý|"
     "phối_hợp_cùng|tham_gia|cùng_tham_gia|cùng_làm|cùng_thực_hiện|hỗ_trợ|phối_hợp_nhé|phối_hợp_làm|tham_gia_phối_hợp|"
     "vào_phối_hợp|vào_cùng_làm|vào_cùng_phối_hợp|để_phối_hợp|cùng_xử_lý|làm_cùng|phối_hợp_việc_này|phối_hợp_nữa|tham_gia_với|to_cooperate|"
     "as_cooperating|cooperating|to_help"},
    {"informed",
     "để_biết|biết|theo_dõi|để_theo_dõi|nắm|để_nắm|cùng_biết|được_biết|nắm_thông_tin|for_information|xem_để_biết"},
    {"yes_word",
     "đồng_ý|nhất_trí|tán_thành|chấp_thuận|chấp_nhận|phê_duyệt|duyệt|ok|thống_nhất|hoàn_toàn_đồng_ý|xin_duyệt|"
     "approved|approve|agreed|agree|yes|đồng_ý_nhất_trí|anh_đồng_ý|tôi_đồng_ý|tôi_nhất_trí|đã_duyệt|anh_duyệt|"
     "tôi_duyệt|ok_duyệt|ok_đồng_ý"},
    {"no_word",
     "không_đồng_ý|không_nhất_trí|không_chấp_nhận|không_chấp_thuận|không_duyệt|không_cho|không_cho_phép|không_được|"
     "không_được_đâu|không_thống_nhất|không_gia_hạn|không_lùi|không_lùi_hạn|không_gia_hạn_nữa|không_gia_hạn_được|"
     "không_gia_hạn_được_đâu|không_lùi_được|không_lùi_được_đâu|không_lùi_nữa|không_thể_lùi|không_thể_lùi_được|"
     "không_thể_gia_hạn|không_cho_lùi|không_cho_gia_hạn|không_gia_hạn_thêm|không_gia_hạn_thêm_được|"
     "không_thể_gia_hạn_thêm|không_đồng_ý_gia_hạn|không_đồng_ý_lùi|không_đồng_ý_lùi_hạn|không_đồng_ý_cho_lùi|"
     "không_đồng_ý_cho_gia_hạn|không_thể_lùi_hạn|không_lùi_hạn_được|không_lùi_thêm|không_lùi_hạn_nữa|"
     "không_gia_hạn_đâu|không_được_lùi|không_được_lùi_nữa|không_lùi_được_nữa|không_cho_lùi_nữa|not_approved|not_agreed|no_extension|i_do_not_agree"},
    {"object",
     "việc_này|việc_ấy|việc_đó|việc_trên|nhiệm_vụ|nhiệm_vụ_này|nhiệm_vụ_trên|nhiệm_vụ_đó|công_việc_này|vụ_này|vụ_đó|"
     "việc_đã_giao|nhiệm_vụ_đã_giao|the_task|this_task"},
    {"redo",
     "làm_lại|thực_hiện_lại|trả_lại|sửa_lại|chỉnh_lại|chỉnh_sửa_lại|viết_lại|bổ_sung_lại|hoàn_thiện_lại|"
     "yêu_cầu_làm_lại|đề_nghị_làm_lại|trả_lại_làm_lại|trả_về_làm_lại|trả_về|trả_về_cho_phòng_làm_lại|"
     "trả_về_cho_đơn_vị_làm_lại|hoàn_chỉnh_lại|làm_lại_phần_này|làm_lại_đi|sửa_lại_đi|chỉnh_lại_đi|phải_làm_lại|"
     "em_làm_lại|làm_lại_báo_cáo|sửa_lại_báo_cáo|báo_cáo_lại|yêu_cầu_sửa_lại|đề_nghị_sửa_lại|đề_nghị_chỉnh_sửa|"
     "yêu_cầu_chỉnh_sửa|hoàn_thiện_lại|rà_soát_lại|redo|redo_it|do_it_again|please_redo|returned|trả_lại_kết_quả|trả_lại_báo_cáo|tham_mưu_lại|"
     "tổng_hợp_lại|làm_lại_ngay|về_làm_lại|làm_lại_cho_đúng|làm_lại_từ_đầu|tính_lại|soạn_lại|dự_thảo_lại"},
    {"again",
     "đi|ngay|cho_anh|cho_tôi|cho_chị|phần_này|báo_cáo|báo_cáo_này|dự_thảo|cho_đúng|giúp_anh|giúp_tôi|từ_đầu|toàn_bộ|"
     "cho_kỹ|nhanh|sớm|cho_chuẩn|văn_bản|kế_hoạch|tờ_trình"},
    {"drop",
     "hủy|hủy_bỏ|bỏ|bãi_bỏ|xóa|cho_hủy|dừng_hẳn|rút|cancel|dừng_hẳn_lại|hủy_luôn|thôi_hủy|thôi_bỏ|cho_dừng_hẳn|"
     "chấm_dứt|đình_chỉ|dẹp|rút_lại|không_thực_hiện|không_triển_khai|drop"},
    {"not_needed",
     "không_cần_làm_nữa|không_cần_thực_hiện_nữa|không_cần_triển_khai_nữa|không_cần_xử_lý_nữa|không_cần_nữa|khỏi_làm|"
     "khỏi_làm_nữa|không_phải_làm_nữa|không_làm_nữa|không_thực_hiện_nữa|không_triển_khai_nữa|khỏi_cần_làm_nữa|"
     "khỏi_cần_làm|không_cần_làm|không_phải_làm|dừng_không_làm_nữa|khỏi_cần|không_cần_giải_quyết_nữa|"
     "không_cần_tham_mưu_nữa|no_longer_needed|is_no_longer_needed|không_cần_làm_tiếp_nữa|không_cần_làm_tiếp|"
     "không_phải_thực_hiện_nữa|không_tiếp_tục_thực_hiện_nữa|không_tiếp_tục_thực_hiện|không_tiếp_tục_triển_khai|"
     "không_tiếp_tục_triển_khai_nữa|không_tiếp_tục_nữa|không_tiếp_tục_làm_nữa"},
    {"pause",
     "tạm_dừng|tạm_hoãn|tạm_ngưng|tạm_ngừng|tạm_gác|tạm_thời_dừng|tạm_thời_hoãn|tạm_để|hoãn|hoãn_lại|cho_tạm_dừng|"
     "cho_tạm_hoãn|tạm_đình_chỉ|khoan_làm|khoan_hãy_làm|khoan_đã|gác_lại|tạm_gác_lại|tạm_dừng_lại|tạm_hoãn_lại|"
     "suspend|put_on_hold|hold|pause|tạm_dừng_thực_hiện|tạm_dừng_triển_khai|dừng_tạm|để_đó_đã|chưa_làm_vội|"
     "chưa_cần_làm_vội|tạm_thời_chưa_làm|tạm_thời_chưa_triển_khai|tạm_thời_để|dừng_lại|tạm_thời_gác"},
    {"go_on",
     "tiếp_tục|làm_tiếp|cho_làm_tiếp|cho_tiếp_tục|tiếp_tục_thực_hiện|tiếp_tục_triển_khai|tiếp_tục_làm|tiếp_tục_xử_lý|"
     "cho_thực_hiện_tiếp|thực_hiện_tiếp|triển_khai_tiếp|cho_triển_khai_tiếp|cho_triển_khai_lại|triển_khai_lại|"
     "cho_làm_lại_bình_thường|cho_tiếp_tục_thực_hiện|cho_tiếp_tục_triển_khai|cho_tiếp_tục_làm|khởi_động_lại|"
     "bỏ_tạm_dừng|bỏ_tạm_hoãn|bỏ_hoãn|hết_tạm_dừng|resume|go_on|continue|please_continue|lại_làm_tiếp|làm_tiếp_đi|"
     "cứ_làm_tiếp|cho_chạy_lại|chạy_lại|tiếp_tục_đi|làm_tiếp_được_rồi"},
    {"due_label",
     "hạn|hạn_mới|hạn_hoàn_thành|thời_hạn|thời_hạn_mới|hạn_chót|hạn_cuối|thời_hạn_hoàn_thành|hạn_xử_lý|hạn_báo_cáo|"
     "hạn_nộp|hạn_nộp_báo_cáo|hạn_gửi|hạn_gửi_báo_cáo|thời_hạn_nộp_báo_cáo|thời_hạn_báo_cáo|thời_hạn_nộp|dl|deadline|deadline_mới|hạn_mới_là|new_deadline|the_deadline|hạn_của_việc_này|thời_gian_hoàn_thành|"
     "hạn_nộp_mới|hạn_việc_này|hạn_xong|due|due_date"},
    {"move",
     "đổi|sửa|điều_chỉnh|thay_đổi|dời|chuyển|chốt|cho|để|đặt|ấn_định|lấy|đưa|kéo|sửa_lại|điều_chỉnh_lại|đổi_lại|rút|"
     "rút_ngắn|thu_ngắn|đẩy|chỉnh|chỉnh_lại|gia|quy_định|set|change|move"},
    {"soon",
     "gấp_lắm|khẩn_lắm|cần_gấp_lắm|khẩn_trương|khẩn_trương_nhé|nhanh_lên|làm_gấp|làm_nhanh|làm_lẹ|lẹ_lên|lẹ|mau_lên|mau|làm_lẹ_lên|nhanh_tay|"
     "làm_sớm|đẩy_nhanh|đẩy_nhanh_tiến_độ|tập_trung|sớm_nhé|sớm_nhất|tranh_thủ|gấp|gấp_nhé|gấp_rút|nhanh|nhanh_nhé|"
     "làm_ngay|nhanh_nhanh|ưu_tiên_làm_trước|sớm|khẩn_trương_thực_hiện|khẩn_trương_hoàn_thành|khẩn_trương_xử_lý|"
     "khẩn_trương_triển_khai|hurry|hurry_up"},
    {"state_of",
     "đến_đâu_rồi|tới_đâu_rồi|đến_đâu|tới_đâu|thế_nào_rồi|thế_nào|ra_sao|ra_sao_rồi|sao_rồi|đi_đến_đâu_rồi|"
     "làm_đến_đâu_rồi|làm_tới_đâu_rồi|đến_đâu_rồi_nhỉ|thực_hiện_đến_đâu_rồi|xử_lý_đến_đâu_rồi|triển_khai_đến_đâu_rồi|"
     "thực_hiện_thế_nào_rồi|làm_thế_nào_rồi|như_thế_nào_rồi|như_thế_nào|xong_chưa|đã_xong_chưa|làm_xong_chưa|"
     "đã_làm_xong_chưa|hoàn_thành_chưa|đã_hoàn_thành_chưa|có_kết_quả_chưa|đã_có_kết_quả_chưa|bao_giờ_xong|"
     "khi_nào_xong|lúc_nào_xong|bao_giờ_thì_xong|mấy_giờ_xong|đâu_rồi|làm_chưa|đã_làm_chưa|tiến_độ_thế_nào|"
     "tiến_độ_đến_đâu|tiến_độ_ra_sao|có_gì_mới_chưa|đến_đâu_rồi_hả|bao_giờ_có|khi_nào_có|chừng_nào_xong|"
     "tiến_triển_đến_đâu|được_đến_đâu_rồi|được_bao_nhiêu_phần_trăm|được_bao_nhiêu|đến_bước_nào_rồi|đang_đến_đâu|"
     "có_gì_mới_không|gửi_chưa|nộp_chưa|chuyển_chưa|đã_nộp_chưa|đã_gửi_chưa|xong_hết_chưa|đến_giai_đoạn_nào_rồi"},
    {"document",
     "văn_bản|văn_bản_này|công_văn|công_văn_này|vb_này|quyết_định|quyết_định_này|báo_cáo_này|thông_báo_này|"
     "tờ_trình_này|kế_hoạch_này|văn_bản_trên|công_văn_trên|văn_bản_đã_gửi|công_văn_đã_gửi|văn_bản_đã_phát_hành|"
     "văn_bản_đi|the_document|this_document|the_letter|thông_báo|giấy_mời|giấy_mời_này"},
}};
// clang-format on

}  // namespace

std::string_view word_list(std::string_view name) {
  const auto found = std::find_if(kLists.begin(), kLists.end(), [&](const List& list) { return list.name == name; });
  if (found == kLists.end()) std::abort();
  return found->words;
}

}  // namespace policies::speech
