// Arguments of SEARCH, SORT and THREAD as a tree of keys: RFC 9051 §6.4.4, RFC 3501 §6.4.4, RFC 4731 (ESEARCH), RFC
// 5182 (SEARCHRES), RFC 5032 (WITHIN), RFC 7162 §3.1.5 (MODSEQ), RFC 5256 (SORT, THREAD). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mailstore/store/types.h"
#include "server/imap/session/scanner.h"

namespace server::imap {

struct SearchKey {
  enum class Kind {
    all,
    sequence,
    uid,
    saved,  // set
    flags_set,
    flags_clear,  // number: flag:: bits
    keyword,
    unkeyword,  // text
    recent,
    old,
    fresh,  // fresh: NEW
    before,
    on,
    since,  // number: day of the internal date
    sent_before,
    sent_on,
    sent_since,
    larger,
    smaller,  // number: octets
    older,
    younger,  // number: seconds
    text,     // query
    modseq,   // number
    all_of,
    one_of,
    not_any,  // children; one_of has two, not_any one
  };
  Kind kind = Kind::all;
  std::int64_t number = 0;
  std::string text;
  SequenceSet set;
  mailstore::TextQuery query;
  std::vector<SearchKey> children;
};

struct SearchRequest {
  bool extended = false;  // RETURN was given: the answer is ESEARCH
  bool min = false, max = false, all = false, count = false, save = false;
  bool charset_known = true;  // false: NO [BADCHARSET]
  bool charset_given = false;
  bool uses_modseq = false;
  SearchKey root;
};

enum class SortBy { arrival, cc, date, from, size, subject, to };
struct SortCriterion {
  SortBy by = SortBy::arrival;
  bool reverse = false;
};
struct SortRequest {
  std::vector<SortCriterion> criteria;
  SearchRequest search;
};

enum class ThreadBy { references, ordered_subject };
struct ThreadRequest {
  ThreadBy by = ThreadBy::references;
  SearchRequest search;
};

// What follows "SEARCH ", "SORT " and "THREAD ".
SearchRequest parse_search(Scanner& args);
SortRequest parse_sort(Scanner& args);
ThreadRequest parse_thread(Scanner& args);

}  // namespace server::imap
