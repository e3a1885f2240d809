// What anybody writes: about documents, for lists and help, yes and no, small talk, and the words that fill a sentence.
#include <array>

#include "policies/speech/lexicon.h"

namespace policies::speech {

namespace {

constexpr std::uint8_t C = kClerk, N = kAnybody, H = kHolder | kHead;

// clang-format off
constexpr Row kRows[] = {
    // ---- documents
    {Act::recall, C, 0,
     "xin|đề_nghị|cho|yêu_cầu|nay? thu_hồi|lấy_lại|rút_lại|hủy|hủy_bỏ|recall|withdraw|xin_thu_hồi|xin_rút|"
     "đề_nghị_thu_hồi|gỡ $document số|đã_gửi|đã_phát_hành|nêu_trên|này|trên? @document? đã_gửi|đã_phát_hành|này|lại|"
     "về? @reason?"},
    {Act::recall, C, 0,
     "thu_hồi|lấy_lại|rút_lại|hủy|recall|withdraw|xin_thu_hồi|đề_nghị_thu_hồi số|bản? @document @reason?"},
    {Act::recall, C, 0,
     "$document số? @document? ban_hành_nhầm|phát_hành_nhầm|gửi_nhầm|bị_sai|sai đề_nghị|xin|cho? thu_hồi|lấy_lại|"
     "rút_lại|hủy lại|về|giúp_em?"},
    {Act::recall, C, 0,
     "thu_hồi|lấy_lại|rút_lại|hủy|recall $document? ban_hành_nhầm|phát_hành_nhầm|gửi_nhầm|do_gửi_nhầm|vì_gửi_nhầm|"
     "gửi_sai|sent_by_mistake"},
    {Act::recall, C, 0, "thu_hồi|recall|withdraw @reason?"},
    {Act::recall, C, kLikely,
     "thu_hồi|lấy_lại|rút_lại|hủy|hủy_bỏ|gửi_nhầm|ban_hành_nhầm|phát_hành_nhầm|recall|withdraw|rút_về|gỡ_xuống"},
    {Act::correct, C, 0,
     "xin|cho|đề_nghị|nhờ|giúp? $you|$me? sửa|sửa_lại|sửa_đổi|đính_chính|điều_chỉnh|điều_chỉnh_lại|chỉnh|chỉnh_lại|"
     "cập_nhật|cập_nhật_lại|chữa|chữa_lại|đổi|correct|change|fix @field của_văn_bản|văn_bản|lại|trong_sổ|the? :|thành|"
     "là|như_sau|sang|to|lại_thành|lại_là|thành_: @text"},
    {Act::correct, C, 0, "@field đúng|chính_xác|sửa_lại|sửa|mới|đúng_phải|phải là|thành|:|is @text"},
    {Act::correct, C, kLikely,
     "sửa|sửa_lại|đính_chính|chỉnh|chỉnh_lại|vào_sổ_nhầm|ghi_nhầm|nhập_nhầm|nhập_sai|ghi_sai|sai_số|sai_trích_yếu|"
     "sai_ngày|vào_sai|correct @field?"},
    {Act::ask_number, N, 0,
     "xin|đề_nghị|nhờ|cho|request|kính_đề_nghị|nhờ_văn_thư|văn_thư|cấp|lấy|give_me|please_give_me? $you? cho|cấp|"
     "cấp_cho|lấy_cho|lấy|xin|vào? $me|$you|phòng|phòng_em? xin|cấp|lấy|một|1|được_xin|a|xin_một|xin_1|lấy_một|thêm? "
     "một|1|thêm|a? số|number|số_văn_bản|số_của|cái_số|number_for|số_cho|số_ban_hành|số_phát_hành @type mới|đi|này|"
     "để_phát_hành|để_ban_hành|cho_em?"},
    {Act::ask_number, N, 0,
     "xin|đề_nghị|nhờ|cho|cấp|lấy|request|kính_đề_nghị|nhờ_văn_thư $you? cho|cấp|lấy|xin? $me|$you|phòng|phòng_em? "
     "xin|cấp|lấy|một|1? một|1|@number? số|number|số_cho|số_ban_hành|số_phát_hành cho? @type về|về_việc|v_/_v @remark"},
    {Act::ask_number, N, kLikely,
     "xin_số|cấp_số|lấy_số|xin_một_số|cho_em_số|cho_xin_số|xin_1_số|xin_cái_số|cho_em_xin_số|cho_em_xin_một_số|"
     "lấy_giúp_em_số|request_number|need_a_number|cần_số|cho_số|lấy_cho_em_số|cấp_cho_em_số|vào_số"},
    {Act::register_it, C, 0,
     "đã|cho|xin|đề_nghị|nhờ|vừa? $you? vào_sổ|đăng_ký|vào_sổ_văn_bản_đến|vào_sổ_đến|register|register_it|"
     "vào_sổ_công_văn|nhập_sổ|vào_sổ_công_văn_đến|cho_vào_sổ|lấy_số_đến $document|đến|văn_bản_đến|it? @document? rồi|"
     "vào_sổ_đến|giúp_em|giúp_anh?"},
    {Act::register_it, C, kLikely, "vào_sổ|đăng_ký_văn_bản|số_đến|nhập_sổ|register"},

    // ---- anybody's questions to the system
    {Act::list, N, kQuestion,
     "cho|gửi|xin|cần|liệt_kê|xem|lấy|in|thống_kê|give_me|send_me|show|show_me|cho_anh_xem|cho_em_xem|gửi_cho|"
     "please_send? $you|$me? xem|xin|cần|biết|cái|lại|the|a|gửi? danh_sách|list|ds|liệt_kê|list_of các|những|of|all? "
     "việc|nhiệm_vụ|công_việc|tasks|đầu_việc? của|đang|đã|còn|theo|of? @filter?"},
    {Act::list, N, kAlone, "danh_sách|list|ds|tasks|liệt_kê"},
    {Act::list, N, kQuestion,
     "cho|gửi|xem|cần|show_me $you|$me? xem|xin|biết? các|những|all việc|nhiệm_vụ|công_việc|đầu_việc|tasks đang|đã|"
     "còn|của? @filter"},
    {Act::list, N, kQuestion, "còn? có? những? việc_nào|nhiệm_vụ_nào|việc_gì|which_tasks bị|đang|đã|are? @filter"},
    {Act::list, N, kLikely | kQuestion, "danh_sách|list|liệt_kê @text"},
    {Act::list, N, kLikely | kQuestion,
     "danh_sách|liệt_kê|những_việc_nào|việc_nào|còn_việc_gì|còn_những_việc_gì|bao_nhiêu_việc|nhiệm_vụ_nào|"
     "còn_bao_nhiêu|có_việc_nào|những_nhiệm_vụ_nào|list"},
    {Act::report, N, 0, "báo_cáo|report|báo_cáo_tổng_hợp|báo_cáo_nhiệm_vụ|báo_cáo_thống_kê|tổng_hợp @period"},
    {Act::report, N, kQuestion,
     "cho|gửi|xin|cần|cho_anh_xem|cho_anh_xin|send_me $you|$me? xin|xem|cần|cái? báo_cáo_tổng_hợp|báo_cáo_thống_kê|"
     "báo_cáo_nhiệm_vụ|số_liệu_tổng_hợp|tổng_hợp|báo_cáo|bảng_tổng_hợp|the_report tình_hình_nhiệm_vụ|nhiệm_vụ|"
     "thực_hiện_nhiệm_vụ|for? @period"},
    {Act::report, N, kAlone, "báo_cáo|report"},
    {Act::help, N, kQuestion,
     "trợ_giúp|hướng_dẫn|help|hướng_dẫn_sử_dụng|hdsd|cần_trợ_giúp|cần_hướng_dẫn|xin_hướng_dẫn|cho_em_xin_hướng_dẫn|"
     "help_me|cách_dùng|cách_sử_dụng|hướng_dẫn_em|hướng_dẫn_giúp_em sử_dụng|với|cách_dùng|cách_sử_dụng|em|cách_làm|"
     "dùng|hệ_thống|please?"},
    {Act::help, N, kQuestion,
     "$me? không_biết|chưa_biết|không_rõ|chưa_rõ|không_hiểu|quên cách? dùng|sử_dụng|làm|trả_lời|báo_cáo|viết|"
     "nhận_việc|gửi|dùng_hệ_thống thế_nào|như_thế_nào|ra_sao|sao|hệ_thống|hệ_thống_này|lệnh|lệnh_nào|lệnh_gì?"},
    {Act::help, N, kLikely | kQuestion,
     "trợ_giúp|hướng_dẫn|không_biết_dùng|không_biết_cách|dùng_thế_nào|dùng_như_thế_nào|sử_dụng_thế_nào|làm_thế_nào_để|"
     "phải_làm_gì|help|how_do_i|how_to|lệnh_gì|lệnh_nào|viết_thế_nào|cách_dùng"},
    {Act::history, N, kQuestion,
     "xem|cho|gửi|xin? $you|$me? xem|xin? lại? lịch_sử|history|quá_trình_xử_lý|quá_trình_thực_hiện|diễn_biến|"
     "quá_trình_giải_quyết|lịch_sử_xử_lý|nhật_ký|lịch_sử_nhiệm_vụ|toàn_bộ_quá_trình của? $object?"},
    {Act::history, N, kLikely | kQuestion, "lịch_sử|quá_trình_xử_lý|diễn_biến|history|nhật_ký"},
    {Act::yes, H | C, kBegins | kSole,
     "vâng|ok|đúng|đúng_rồi|đúng_vậy|dạ_vâng|rõ|đã_rõ|vâng_ạ|dạ_đúng|có|yes|yes_please|right|correct|xác_nhận|"
     "nhất_trí|đồng_ý|chuẩn|chính_xác|vâng_đúng|đúng_thế|okey|ok_vâng|ok_rõ|em_rõ|đã_hiểu|hiểu_rồi|noted|👍|👌|✅|uhm|"
     "dạ_rõ|dạ_ok|uh|ừ|yep|oh_yes|nghe_rõ|tuân_lệnh rồi?"},
    {Act::yes, kAssigner, kBegins | kSole,
     "vâng|đúng|đúng_rồi|đúng_vậy|có|rõ|đã_rõ|xác_nhận|chuẩn|chính_xác|đúng_thế|noted|👍|👌|✅|uhm|uh|ừ|right|correct "
     "rồi?"},
    {Act::yes, N, kBegins | kLikely, "được_rồi|được|ừ_được"},
    {Act::no, H | C, kBegins | kSole,
     "không|không_phải|không_đúng|sai_rồi|no|không_ạ|không_nhé|nhầm_rồi|dạ_không|chưa|chưa_ạ"},
    {Act::no, kAssigner, kBegins | kSole, "không_phải|không_đúng|sai_rồi|nhầm_rồi|chưa"},

    // ---- small talk
    {Act::thanks, N, kTalk,
     "cảm_ơn|xin_cảm_ơn|trân_trọng_cảm_ơn|xin_trân_trọng_cảm_ơn|rất_cảm_ơn|chân_thành_cảm_ơn|xin_chân_thành_cảm_ơn|"
     "many_cảm_ơn|em_cảm_ơn|cảm_ơn_nhiều|cảm_ơn_rất_nhiều $you? @name? nhiều|rất_nhiều|lắm|trước|đã_quan_tâm|đã_báo|"
     "đã_gửi|đã_tạo_điều_kiện|đã_nhắc|very_much|so_much|a_lot|and_best_regards|và_trân_trọng|và_kính_chào?"},
    {Act::thanks, N, kTalk,
     "đã|vừa|cũng_đã|mới? nhận|nhận_được|received|xem $you? văn_bản|mail|email|thư|công_văn|tài_liệu|file|tin|"
     "tin_nhắn|thông_tin|báo_cáo|hồ_sơ|văn_bản_này|mail_này|thư_này|thông_báo|giấy_mời|the_document|your_mail|"
     "your_message|it|đủ|đầy_đủ|vb|quyết_định|kế_hoạch|của_anh|của_em|báo_cáo_của_em|file_của_em|mail_của_em|"
     "mail_của_anh|văn_bản_của_quý_cơ_quan $you? rồi|của_anh|của_em|của_chị?"},
    {Act::thanks, N, kTalk,
     "nhận_được|nhận_được_rồi|got_it|received|đã_nhận_được|đã_xem|đã_biết|đã_nắm_được|đã_nắm|biết_rồi|đã_đọc rồi?"},
    {Act::thanks, N, kTalk, "chúc $you @remark"},
    {Act::thanks, N, kTalk,
     "chào|xin_chào|kính_chào|hi|hello|dear|good_morning|chào_buổi_sáng|kính_gửi|kính_thưa|em_chào|thưa|kính_gởi :? "
     "~$you? ~$you? ~@who?"},
    {Act::thanks, N, kTalk,
     "trân_trọng|kính_thư|thân_ái|thân_mến|regards|best_regards|kind_regards|br|sincerely|kính_chào|thân|"
     "trân_trọng_kính_chào|kính_thưa"},
    {Act::thanks, N, kTalk,
     "không_có_gì|không_sao|không_sao_đâu|you_are_welcome|you_re_welcome|không_dám|hihi|haha|hehe|chúc_mừng|"
     "chúc_mừng_năm_mới|vất_vả_rồi|em_vất_vả_quá|vất_vả_quá|no_worries|have_a_nice_day|welcome"},
    {Act::thanks, N, kTalk,
     "xin_lỗi|sorry|em_xin_lỗi $you? vì_sự_chậm_trễ|vì_chậm_trễ|vì_gửi_muộn|vì_trả_lời_muộn|vì_làm_phiền|vì_chậm|"
     "vì_trả_lời_chậm|vì_phản_hồi_chậm|vì_phản_hồi_muộn|vì_gửi_chậm|vì_báo_cáo_chậm?"},
    {Act::thanks, N, kTalk,
     "mong|rất_mong|kính_mong|mong_được|rất_mong_được $you? thông_cảm|quan_tâm|giúp_đỡ|thông_cảm_cho_em|"
     "hướng_dẫn_thêm"},
    {Act::thanks, N, kTalk,
     "có_gì|có_vấn_đề_gì|cần_gì|có_thắc_mắc_gì|có_gì_thay_đổi|có_gì_vướng|vướng_gì|có_vướng_mắc|có_khó_khăn|có_gì_khó|"
     "có_gì_mới|có_vướng_mắc_gì|có_khó_khăn_gì $you? $me? sẽ? báo|báo_lại|báo_cáo|gọi|liên_hệ|trao_đổi|nhắn|hỏi|xin_ý_kiến "
     "$me|$you? nhé|sau|lại|ngay?"},

    // ---- a file goes with it
    {Act::none, N, kTalk | kWithFiles, "$send|xin? $you? $you? $product? $you? $attached $product? $you?"},
    {Act::none, N, kTalk | kWithFiles,
     "có? $attached|kèm|đính_kèm|kèm_theo|gửi_kèm là|có|theo|đây_là|mail|thư? $product"},
    {Act::none, N, kTalk | kWithFiles, "$product $me|$you? đã|có|xin|được|để|để_ở? $send? $you? $attached"},
    {Act::none, N, kTalk | kWithFiles,
     "please|kindly? see|find|xem|check the? attached|file_đính_kèm|file_kèm_theo|đính_kèm|attached_file|attachment|"
     "file|tệp_đính_kèm|báo_cáo_kèm_theo|enclosed file|report|result|here?"},
    {Act::none, N, kTalk | kWithFiles,
     "attached|enclosed|here is|are|please_find the|our|my? report|result|results|file|files|draft"},
    {Act::none, H, kClosing | kWithFiles, "$send|xin_gửi|kính_gửi $you? $product $you?"},
    {Act::none, H, kClosing,
     "$send|gửi|kính_gửi|mời|nhờ|kính_mời|kính_mong|mong|xin|đề_nghị|kính_đề_nghị|kính_trình|kính_nhờ|nhờ_sếp|để? "
     "$you xem|kiểm_tra|cho_ý_kiến|góp_ý|xem_xét|duyệt|phê_duyệt|xem_giúp|cho_ý_kiến_chỉ_đạo|chỉ_đạo|xem_qua|"
     "xem_và_cho_ý_kiến|xem_xét_phê_duyệt|ký|ký_duyệt|biết|nắm|được_biết|theo_dõi|tiếp_tục_chỉ_đạo|xem_duyệt|"
     "kiểm_tra_giúp|rà_lại|xác_nhận|cho_kết_thúc|đóng_việc cho_ý_kiến|phê_duyệt|chỉ_đạo|cho_em|giúp_em|thêm|với|giúp|"
     "cho_ý_kiến_thêm?"},
    {Act::none, H, kClosing | kWithFiles,
     "và|em|xin|kính? gửi|gửi_lại|nộp_lại|trình_lại|kính_gửi|trình $you? $product|bản_mới|bản_sửa|bản_đã_sửa|bản_hoàn_chỉnh? $you?"},
    {Act::none, H, kClosing, "$you? xem|kiểm_tra|duyệt|góp_ý|cho_ý_kiến lại? giúp|giùm|hộ|cho|với $me"},
    {Act::none, H, kClosing, "xin|kính|để|em|và? báo_cáo|kính_báo_cáo|xin_báo_cáo $you"},
    {Act::none, H, kOpening, "báo_cáo_tiến_độ|tiến_độ_công_việc|rồi|tình_hình_thực_hiện|về_tiến_độ ,|:|ạ"},
    // How things stand is the reason of the act beside it: "…, mẫu của phường chưa có".
    {Act::none, N, kOpening | kFact, "@fact ,|nên|–|nên_là|vì_vậy|do_đó"},
    {Act::none, N, kClosing | kFact, ",|–|-|( @fact )?"},
    {Act::none, H, kOpening,
     "em|tôi|phòng|phường|đơn_vị? xin_báo_cáo|báo_cáo|kính_báo_cáo|báo_cáo_nhanh|xin_phép_báo_cáo|update|cập_nhật $you? ~:|,"},
    {Act::none, H, kClosing, "với"},
    {Act::none, N, kClosing, "cho_kỹ|cho_chắc|cho_thoải_mái|cho_đầy_đủ|cho_chu_đáo|cho_yên_tâm|cho_đỡ_vội"},
    {Act::none, kAssigner, kOpening, "$you? không_cần_gấp|không_vội|không_cần_vội|thư_thả|cứ_thư_thả|cứ_từ_từ|để_thư_thư|thôi_thư_thả ,"},
    {Act::none, kAssigner, kOpening, "cần_sớm_hơn|sớm_hơn|lâu_thế|lâu_quá|sao_lâu_thế $you? ,|:"},
    {Act::none, kAssigner, kOpening, "hôm_nay|mai|ngày_mai là hạn|hạn_cuối|hạn_chót rồi ,"},
    {Act::none, kAssigner, kClosing, "báo|báo_cáo|cho|báo_lại $me biết|với|nhé"},
    {Act::none, H, 0, "con|cháu|bọn_em|tụi_em|tụi_tôi|chúng_em|bên_phòng"},
    {Act::none, kAssigner, kOpening,
     "kết_quả_được|báo_cáo_được|đạt_rồi|đạt|xong|ghi_nhận|ghi_nhận_kết_quả|tốt_rồi|kết_quả_đạt_yêu_cầu|báo_cáo_đạt_yêu_cầu|"
     "kết_quả_tốt|báo_cáo_tốt|làm_tốt|làm_tốt_lắm|tốt|tốt_lắm|rất_tốt|em_làm_tốt|báo_cáo_đạt|kết_quả_đạt $you? ,|. "
     "và?"},
    {Act::none, H, kClosing, "xin|kính? báo_cáo $you? được? rõ|biết|để_anh_rõ|để_chị_rõ|để_nắm|để_anh_biết|để_anh_nắm"},

    // ---- what fills a sentence
    {Act::none, N, 0, "$mark"},
    {Act::none, N, 0,
     "và|ạ|nhé|nha|vậy|thế|đấy|đó|này|luôn|ngay|giúp|giùm|hộ|please|you|giúp_em|giúp_anh|giúp_tôi|với_ạ|với_nhé"},
    {Act::none, N, 0,
     "em|anh|chị|tôi|mình|a|c|e|ac|anh_chị|các_em|các_anh|các_chị|các_bạn|các_anh_chị|chúng_tôi|chúng_em|bên_em|"
     "bên_tôi|phòng_em|phường_em|đơn_vị_em|xã_em|i|we|phòng_tôi|cơ_quan_em|bộ_phận_em|ban_em"},
    {Act::none, H, 0, "phường|xã|đơn_vị|phòng|cơ_quan|bên_mình|đơn_vị_tôi|phường_tôi|phòng_mình"},
    {Act::none, N, 0, "$title|các ~@name ơi|ạ|,|:"},
    {Act::none, N, 0, "nhé|ạ|nha|vậy|ơi ~$title? ~@name"},
    {Act::none, N, 0, "$you ơi|ạ|,|:"},
    {Act::none, N, kOpening,
     "báo_cáo|xin_báo_cáo|kính_báo_cáo|thưa|kính_thưa|kính_gửi|dạ_thưa|báo_cáo_với|dạ_báo_cáo|kính_gởi|kg ~$you "
     "~$title? ~@name?"},
    {Act::none, N, kOpening | kFirst, "dạ|dạ_vâng|vâng_dạ|dạ_thưa|dạ_em|dạ_anh|dạ_chị|dạ_sếp|dạ_ok|dạ_rõ"},
    {Act::none, N, kOpening,
     "vâng|à|ừ|này|ok|và|vâng_ạ|hi|hello|dear|ok_vâng|vậy_thì|thế_thì|vậy_nên|do_đó|vì_vậy|do_vậy"},
    {Act::none, kAssigner, kOpening, "đề_nghị|yêu_cầu|nhờ $you?"},
    {Act::none, N, kOpening, "@number .|)|/"},
    {Act::none, N, kClosing, "$you ~$title? ~@name?"},
    {Act::none, N, kClosing, "nghe|hen|hì|hihi|hehe|nha_em|cô|chú|bác|cháu"},
    {Act::none, N, kOpening, "$you|$title à"},
    {Act::none, N, kClosing,
     "sếp|thủ_trưởng|chủ_tịch|lãnh_đạo|đồng_chí|đ_/_c|các_đồng_chí|các_đ_/_c|mọi_người|trưởng_phòng"},
};
// clang-format on

}  // namespace

std::span<const Row> common_rows() { return kRows; }

}  // namespace policies::speech
