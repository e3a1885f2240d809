#include "policies/password/dictionary.h"

#include <algorithm>
#include <string_view>

namespace policies::password {

namespace {

// clang-format off
// Looked up word by word, so the order is free; grouped so that a reader sees what is missing.
constexpr std::string_view kWords[] = {
    // Vietnamese: what people answer when asked for a password
    "matkhau", "matkhaumoi", "matkhaucu", "matma", "khongbiet", "khongco", "khongcho", "quenmatkhau", "doimatkhau",
    "dangnhap", "taikhoan", "nguoidung", "quantri", "quantrivien", "macdinh", "batdau", "xinchao", "chaoban", "chaoem",
    "camon", "camonban", "hanhphuc", "thanhcong", "mayman", "maimai", "mainho", "suckhoe", "binhan", "anlac", "phattai",
    "phatloc", "tailoc", "anhyeuem", "emyeuanh", "yeuem", "yeuanh", "yeuban", "yeume", "yeubo", "yeucon", "yeuvo",
    "yeuchong", "yeugiadinh", "giadinh", "giadinhtoi", "bome", "mebo", "contrai", "congai", "vochong", "tinhyeu",
    "ngoisao", "mattroi", "mattrang", "hoahong", "hoasen", "hoamai", "hoadao", "caycau", "conmeo", "concho", "conheo",
    "bongda", "mualanh", "muaxuan", "muahe", "muathu", "muadong", "tetnguyendan", "chucmung", "chucmungnammoi", "nammoi",
    "vietnam", "vietnamoi", "vietnamvodich", "toiyeuvietnam", "yeuvietnam", "tuoitre", "hocsinh", "sinhvien", "giaovien",
    "bacho", "dangcongsan", "doclap", "tudo", "quochuy", "nhandan", "quehuong", "toquoc", "honghai",
    // offices
    "congvan", "vanphong", "vanthu", "luutru", "chuyenvien", "canbo", "congchuc", "vienchuc", "lanhdao", "giamdoc",
    "phogiamdoc", "chutich", "phochutich", "truongphong", "phophong", "ketoan", "taichinh", "taivu", "noivu", "tuphap",
    "hotich", "diachinh", "quansu", "congan", "xahoi", "vanhoa", "vanhoaxahoi", "kinhte", "hatang", "nongnghiep", "giaoduc",
    "yte", "motcua", "tiepdan", "thanhtra", "thongke", "thongtin", "truyenthong", "tinhoc", "congnghe", "congnghethongtin",
    "chuyendoiso", "dichvucong", "hanhchinh", "hanhchinhcong", "nhiemvu", "hoso", "hosocongviec", "thudientu", "thucongvu",
    "congvu", "ubnd", "hdnd", "uyban", "uybannhandan", "hoidong", "hoidongnhandan", "mttq", "mattran", "thixa", "thanhpho",
    "thitran", "phuong", "huyen", "quan", "tinh", "khupho", "tinhuy", "huyenuy", "danguy", "doanthanhnien",
    "congdoan", "phunu", "nongdan", "cuuchienbinh",
    // operators, products, services
    "vnpt", "ioffice", "vnptioffice", "viettel", "voffice", "mobifone", "mobiphone", "vinaphone", "vietnamobile", "fpt",
    "bkav", "misa", "tandan", "tdoffice", "zalo", "facebook", "youtube", "tiktok", "google", "gmail", "yahoo", "outlook",
    "zimbra", "hotmail", "microsoft", "windows", "office", "excel", "word", "samsung", "iphone", "apple", "nokia", "oppo",
    "xiaomi", "honda", "toyota", "yamaha", "vinfast", "vingroup", "vinamilk", "vietcombank", "vietinbank", "agribank",
    "bidv", "techcombank", "sacombank", "thegioididong", "lazada", "shopee", "wifi", "internet", "mang", "maytinh",
    "dienthoai", "email", "mail", "thu", "webmail", "server", "router", "camera",
    // provinces, cities and well-known places, before and after the merging of 2025
    "hanoi", "saigon", "hochiminh", "tphcm", "hcm", "haiphong", "danang", "cantho", "hue", "thuathienhue", "angiang",
    "bariavungtau", "vungtau", "bacgiang", "backan", "baclieu", "bacninh", "bentre", "binhdinh", "binhduong", "binhphuoc",
    "binhthuan", "camau", "caobang", "daklak", "daknong", "dienbien", "dongnai", "dongthap", "gialai", "hagiang", "hanam",
    "hatinh", "haiduong", "haugiang", "hoabinh", "hungyen", "khanhhoa", "nhatrang", "kiengiang", "phuquoc", "kontum",
    "laichau", "lamdong", "dalat", "langson", "laocai", "sapa", "longan", "namdinh", "nghean", "vinh", "ninhbinh",
    "ninhthuan", "phutho", "viettri", "phuyen", "quangbinh", "quangnam", "hoian", "quangngai", "quangninh", "halong",
    "quangtri", "soctrang", "sonla", "tayninh", "thaibinh", "thainguyen", "thanhhoa", "samson", "bimson", "tiengiang",
    "travinh", "tuyenquang", "vinhlong", "vinhphuc", "yenbai", "dongson", "lamsonthanhhoa", "hoangsa", "truongsa",
    // frequent family, middle and given names
    "nguyen", "tran", "pham", "hoang", "huynh", "phan", "vuong", "dang", "duong", "dinh", "trinh", "mai", "luong", "thi",
    "van", "anh", "tuan", "tuananh", "hung", "dung", "hai", "nam", "minh", "binh", "cuong", "thang", "thanh", "thao",
    "huong", "hien", "hanh", "hang", "hoa", "hong", "lan", "linh", "loan", "long", "nga", "ngoc", "nhung", "oanh", "phong",
    "phuc", "quang", "quynh", "son", "tam", "thuy", "tien", "toan", "trang", "trung", "tung", "tuyet", "viet", "vinhnguyen",
    "xuan", "yen", "kimanh", "ngocanh", "thuylinh", "thuha", "thuhuong", "phuonganh", "phuongthao", "ducanh", "quanganh",
    "minhanh", "baongoc", "khanh", "kien", "khoa", "giang", "duc", "duy", "dat", "chien", "chinh", "chau", "bao",
    // English
    "password", "passwords", "passwd", "passphrase", "pass", "passcode", "mypassword", "yourpassword", "newpassword",
    "admin", "admins", "administrator", "adminadmin", "root", "toor", "user", "username", "guest", "test", "testing",
    "tester", "demo", "sample", "default", "changeme", "change", "temp", "temporary", "login", "logon", "letmein",
    "welcome", "hello", "helloworld", "secret", "topsecret", "private", "access", "master", "superuser", "super", "system",
    "manager", "staff", "company", "business", "qwerty", "qwertyuiop", "azerty", "asdf", "asdfgh", "zxcvbn", "abc", "abcd",
    "abcdef", "xyz", "iloveyou", "ilove", "loveyou", "love", "lovely", "forever", "sunshine", "princess", "dragon",
    "monkey", "shadow", "football", "baseball", "basketball", "soccer", "superman", "batman", "spiderman", "pokemon",
    "naruto", "starwars", "matrix", "freedom", "whatever", "trustnoone", "trustno", "computer", "internetexplorer",
    "android", "chrome", "linux", "ubuntu", "mysql", "oracle", "database", "summer", "winter", "spring", "autumn",
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "happy", "lucky", "angel",
    "baby", "buster", "charlie", "cheese", "cookie", "daniel", "diamond", "flower", "ginger", "hunter", "jennifer",
    "jessica", "jordan", "killer", "maggie", "michael", "michelle", "mustang", "nicole", "orange", "pepper", "ranger",
    "robert", "silver", "thomas", "tigger", "tiger", "yellow", "purple", "black", "white", "money", "mother", "father",
    "family", "friend", "friends", "liverpool", "chelsea", "arsenal", "barcelona", "manchester", "realmadrid", "ronaldo",
    "messi", "vietnamese", "asia", "world", "number", "one", "office", "work", "working", "mailserver", "postmaster",
};
// clang-format on

}  // namespace

bool is_common_word(std::string_view folded_letters) {
  return std::find(std::begin(kWords), std::end(kWords), folded_letters) != std::end(kWords);
}

}  // namespace policies::password
