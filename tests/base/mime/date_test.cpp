#include "base/mime/date.h"

#include <doctest/doctest.h>

using namespace base;

TEST_CASE("mime/date: RFC 5322 dates, obsolete and sloppy ones") {
  const char* rows[][2] = {
      {"Mon, 23 Nov 2026 16:32:00 +0700", "Mon, 23 Nov 2026 16:32:00 +0700"},
      {"23 Nov 2026 16:32 +0700", "Mon, 23 Nov 2026 16:32:00 +0700"},
      {"Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "Fri, 21 Nov 1997 09:55:06 -0600"},
      {"21 Nov 97 09:55:06 GMT", "Fri, 21 Nov 1997 09:55:06 +0000"},
      {"21 Nov 26 09:55:06 EST", "Sat, 21 Nov 2026 09:55:06 -0500"},
      {"21 Nov 126 09:55:06 Z", "Sat, 21 Nov 2026 09:55:06 +0000"},
      {"Thu, 13 Feb 1969 23:32:54 -0330", "Thu, 13 Feb 1969 23:32:54 -0330"},
      {"Mon Nov 23 16:32:00 2026", "Mon, 23 Nov 2026 16:32:00 +0000"},
      {"Mon Nov 23 16:32:00 EST 2026", "Mon, 23 Nov 2026 16:32:00 -0500"},
      {"Mon, 23 Nov 2026 16:32:00 GMT+7", "Mon, 23 Nov 2026 16:32:00 +0700"},
      {"Mon, 23 Nov 2026 16:32:00 +07:00", "Mon, 23 Nov 2026 16:32:00 +0700"},
      {"Mon, 23-Nov-2026 16:32:00 +0700", "Mon, 23 Nov 2026 16:32:00 +0700"},
      {"Mon, 23 Nov 2026 04:32:00 PM", "Mon, 23 Nov 2026 16:32:00 +0000"},
      {"Monday, November 23, 2026 16:32", "Mon, 23 Nov 2026 16:32:00 +0000"},
      {"2026-11-23T16:32:00+07:00", "Mon, 23 Nov 2026 16:32:00 +0700"},
      {"2026-11-23 16:32:00.123 +0700", "Mon, 23 Nov 2026 16:32:00 +0700"},
      {"Thu, 29 Feb 2024 00:00:00 +0000", "Thu, 29 Feb 2024 00:00:00 +0000"},
      {"Sat, 31 Dec 2016 23:59:60 +0000", "Sat, 31 Dec 2016 23:59:59 +0000"},
      {"1 Jan 1900 00:00 +0000", "Mon, 1 Jan 1900 00:00:00 +0000"},
  };
  for (const auto& row : rows) {
    CAPTURE(std::string(row[0]));
    const auto parsed = parse_mail_date(row[0]);
    REQUIRE(parsed.has_value());
    CHECK(format_mail_date(parsed->time, parsed->offset_minutes) == row[1]);
  }
  for (const char* bad :
       {"", "now", "Wed, 31 Feb 2026 01:01", "29 Feb 2023 1:00", "23 Foo 2026 1:00", "32 Jan 2026 1:00", "23 Nov 10:30",
        "Nov 23 25:99:00", "1 Jan 99999 1:00", "1 Jan 1899 1:00", "(((((", "99999999999999999999 Jan"}) {
    CAPTURE(std::string(bad));
    CHECK_FALSE(parse_mail_date(bad).has_value());
  }
}

// RFC 5256 §2.2: an invalid time counts as 00:00:00 of the date, an invalid zone as UTC.
TEST_CASE("mime/date: a valid date with an impossible or missing time") {
  const char* rows[][2] = {
      {"Thu, 4 Mar 2021 27:61:00 -0700", "Thu, 4 Mar 2021 00:00:00 -0700"},
      {"4 Mar 2021 24:00:00 +0700", "Thu, 4 Mar 2021 00:00:00 +0700"},
      {"4 Mar 2021 10:60", "Thu, 4 Mar 2021 00:00:00 +0000"},
      {"4 Mar 2021 10:20:75 +0700", "Thu, 4 Mar 2021 00:00:00 +0700"},
      {"4 Mar 2021 aa:bb:cc +0700", "Thu, 4 Mar 2021 00:00:00 +0700"},
      {"4 Mar 2021 1111111111:00 +0700", "Thu, 4 Mar 2021 00:00:00 +0700"},
      {"4 Mar 2021", "Thu, 4 Mar 2021 00:00:00 +0000"},
      {"4 Mar 2021 +0700", "Thu, 4 Mar 2021 00:00:00 +0700"},
      {"Thu Mar 4 27:61:00 2021", "Thu, 4 Mar 2021 00:00:00 +0000"},
      {"2021-03-04", "Thu, 4 Mar 2021 00:00:00 +0000"},
      {"2021-03-04T29:00:00+07:00", "Thu, 4 Mar 2021 00:00:00 +0700"},
  };
  for (const auto& row : rows) {
    CAPTURE(std::string(row[0]));
    const auto parsed = parse_mail_date(row[0]);
    REQUIRE(parsed.has_value());
    CHECK_FALSE(parsed->time_valid);
    CHECK(format_mail_date(parsed->time, parsed->offset_minutes) == row[1]);
    CHECK(parsed->local_day() == days_from_civil(2021, 3, 4));
  }
  CHECK(parse_mail_date("4 Mar 2021 10:20 +0700")->time_valid);
  CHECK(parse_mail_date("4 Mar 2021 10:20 +0790")->offset_minutes == 0);
  CHECK(parse_mail_date("4 Mar 2021 10:20 +9900")->offset_minutes == 0);
}

TEST_CASE("mime/date: IMAP INTERNALDATE both ways and strictly") {
  for (const char* text : {"23-Nov-2026 16:32:00 +0700", "01-Jan-1970 00:00:00 +0000", "17-Jul-1996 02:44:25 -0700",
                           "29-Feb-2024 23:59:59 +1400"}) {
    const auto parsed = parse_internal_date(text);
    REQUIRE(parsed.has_value());
    CHECK(format_internal_date(parsed->time, parsed->offset_minutes) == text);
  }
  CHECK(parse_internal_date(" 1-Jan-2026 00:00:00 +0000").has_value());
  CHECK(parse_internal_date("23-Nov-2026 16:32:00 +0700")->time == Timestamp::from_seconds(1795426320));
  for (const char* bad : {"", "1-Jan-2026 00:00:00 +0000", "30-Feb-2026 00:00:00 +0000", "01-Foo-2026 00:00:00 +0000",
                          "01-Jan-2026 24:00:00 +0000", "01-Jan-2026 00:00:00 0000", "01-Jan-2026T00:00:00 +0000",
                          "01-Jan-2026 00:00:00 +0060", "xx-Jan-2026 00:00:00 +0000"}) {
    CAPTURE(std::string(bad));
    CHECK_FALSE(parse_internal_date(bad).has_value());
  }
}

TEST_CASE("mime/date: IMAP search dates and the day in the written zone") {
  CHECK(parse_imap_date("1-Feb-1994") == days_from_civil(1994, 2, 1));
  CHECK(parse_imap_date("01-feb-1994") == days_from_civil(1994, 2, 1));
  for (const char* bad : {"", "1-Feb-94", "31-Feb-1994", "0-Feb-1994", "1/Feb/1994", "1-Feb-1994 ", "001-Feb-1994"})
    CHECK_FALSE(parse_imap_date(bad).has_value());
  const auto late = parse_mail_date("23 Nov 2026 00:30:00 +0700");
  CHECK(late->local_day() == days_from_civil(2026, 11, 23));
  CHECK(late->time.seconds() / 86400 == days_from_civil(2026, 11, 22));
  CHECK(days_from_civil(1970, 1, 1) == 0);
  CHECK(days_from_civil(2000, 3, 1) == 11017);
}
