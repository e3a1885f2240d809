#include "server/imap/search/search_arguments.h"

#include <algorithm>
#include <array>

#include "base/text/case.h"
#include "base/text/utf8.h"

namespace server::imap {
namespace {

using Kind = SearchKey::Kind;
namespace flag = mailstore::flag;
using Field = mailstore::TextField;

struct State {
  Scanner& args;
  SearchRequest& request;
  std::size_t keys = 0;
};

// Keys that differ in nothing but a constant.
struct PlainKey {
  std::string_view name;
  Kind kind;
  std::uint32_t bits = 0;
};
constexpr std::array kPlainKeys = {
    PlainKey{"ALL", Kind::all},
    PlainKey{"ANSWERED", Kind::flags_set, flag::kAnswered},
    PlainKey{"DELETED", Kind::flags_set, flag::kDeleted},
    PlainKey{"DRAFT", Kind::flags_set, flag::kDraft},
    PlainKey{"FLAGGED", Kind::flags_set, flag::kFlagged},
    PlainKey{"SEEN", Kind::flags_set, flag::kSeen},
    PlainKey{"UNANSWERED", Kind::flags_clear, flag::kAnswered},
    PlainKey{"UNDELETED", Kind::flags_clear, flag::kDeleted},
    PlainKey{"UNDRAFT", Kind::flags_clear, flag::kDraft},
    PlainKey{"UNFLAGGED", Kind::flags_clear, flag::kFlagged},
    PlainKey{"UNSEEN", Kind::flags_clear, flag::kSeen},
    PlainKey{"NEW", Kind::fresh},
    PlainKey{"OLD", Kind::old},
    PlainKey{"RECENT", Kind::recent},
};

enum class Argument { date, octets, seconds, keyword };
struct ArgumentKey {
  std::string_view name;
  Kind kind;
  Argument argument;
};
constexpr std::array kArgumentKeys = {
    ArgumentKey{"BEFORE", Kind::before, Argument::date},
    ArgumentKey{"ON", Kind::on, Argument::date},
    ArgumentKey{"SINCE", Kind::since, Argument::date},
    ArgumentKey{"SENTBEFORE", Kind::sent_before, Argument::date},
    ArgumentKey{"SENTON", Kind::sent_on, Argument::date},
    ArgumentKey{"SENTSINCE", Kind::sent_since, Argument::date},
    ArgumentKey{"LARGER", Kind::larger, Argument::octets},
    ArgumentKey{"SMALLER", Kind::smaller, Argument::octets},
    ArgumentKey{"OLDER", Kind::older, Argument::seconds},
    ArgumentKey{"YOUNGER", Kind::younger, Argument::seconds},
    ArgumentKey{"KEYWORD", Kind::keyword, Argument::keyword},
    ArgumentKey{"UNKEYWORD", Kind::unkeyword, Argument::keyword},
};

struct TextKey {
  std::string_view name;
  Field field;
};
constexpr std::array kTextKeys = {
    TextKey{"BCC", Field::bcc},   TextKey{"BODY", Field::body},       TextKey{"CC", Field::cc},
    TextKey{"FROM", Field::from}, TextKey{"SUBJECT", Field::subject}, TextKey{"TEXT", Field::text},
    TextKey{"TO", Field::to},     TextKey{"HEADER", Field::header},
};

template <class Table>
auto find_key(const Table& table, std::string_view name) {
  return std::find_if(table.begin(), table.end(), [&](const auto& key) { return key.name == name; });
}

SearchKey search_key(State& state, int depth);

SearchKey not_key(SearchKey child) {
  SearchKey key;
  key.kind = Kind::not_any;
  key.children.push_back(std::move(child));
  return key;
}

SearchKey text_key(State& state, Field field) {
  SearchKey key;
  key.kind = Kind::text;
  key.query.field = field;
  state.args.space();
  if (field == Field::header) {
    key.query.header_name = state.args.astring();
    state.args.space();
  }
  key.query.needle = state.args.astring();
  if (!base::is_valid_utf8(key.query.needle) || !base::is_valid_utf8(key.query.header_name)) {
    state.args.fail("The search text is not UTF-8");
  }
  return key;
}

SearchKey argument_key(State& state, const ArgumentKey& row) {
  SearchKey key;
  key.kind = row.kind;
  state.args.space();
  switch (row.argument) {
    case Argument::date: key.number = state.args.date(); break;
    case Argument::octets: key.number = state.args.number64(); break;
    case Argument::seconds: key.number = state.args.nz_number(); break;
    case Argument::keyword: key.text = state.args.flag(); break;
  }
  return key;
}

// RFC 7162 §3.1.5: MODSEQ [entry-name SP entry-type-req] mod-sequence-valzer. We keep one modseq per message.
SearchKey modseq_key(State& state) {
  SearchKey key;
  key.kind = Kind::modseq;
  state.args.space();
  if (state.args.peek() == '"') {
    state.args.string();
    state.args.space();
    const std::string type = state.args.upper_atom();
    if (type != "ALL" && type != "PRIV" && type != "SHARED") state.args.fail("The entry type is not known");
    state.args.space();
  }
  key.number = state.args.number64();
  state.request.uses_modseq = true;
  return key;
}

SearchKey set_key(State& state, Kind kind) {
  SearchKey key;
  key.kind = kind;
  key.set = state.args.sequence_set();
  if (key.set.saved) key.kind = Kind::saved;
  return key;
}

SearchKey named_key(State& state, const std::string& name, int depth) {
  Scanner& args = state.args;
  if (const auto row = find_key(kPlainKeys, name); row != kPlainKeys.end()) {
    SearchKey key;
    key.kind = row->kind;
    key.number = row->bits;
    return key;
  }
  if (const auto row = find_key(kTextKeys, name); row != kTextKeys.end()) return text_key(state, row->field);
  if (const auto row = find_key(kArgumentKeys, name); row != kArgumentKeys.end()) return argument_key(state, *row);
  if (name == "UID") {
    args.space();
    return set_key(state, Kind::uid);
  }
  if (name == "MODSEQ") return modseq_key(state);
  if (name == "NOT") {
    args.space();
    return not_key(search_key(state, depth + 1));
  }
  if (name == "OR") {
    SearchKey key;
    key.kind = Kind::one_of;
    for (int i = 0; i < 2; ++i) {
      args.space();
      key.children.push_back(search_key(state, depth + 1));
    }
    return key;
  }
  args.fail("The search key is not known");
  return {};
}

// search-key *(SP search-key), up to ")" or the end.
SearchKey key_list(State& state, int depth) {
  SearchKey key;
  key.kind = Kind::all_of;
  do {
    key.children.push_back(search_key(state, depth));
  } while (state.args.ok() && state.args.accept(' '));
  return key;
}

SearchKey search_key(State& state, int depth) {
  Scanner& args = state.args;
  if (depth > kMaxNesting) args.fail("The search is nested too deep");
  if (++state.keys > kMaxArguments) args.fail("The search has too many keys");
  if (!args.ok()) return {};
  if (args.accept('(')) {
    SearchKey key = key_list(state, depth + 1);
    args.expect(')');
    return key;
  }
  const char next = args.peek();
  if ((next >= '0' && next <= '9') || next == '*' || next == '$') return set_key(state, Kind::sequence);
  const std::string name = args.upper_atom();
  return args.ok() ? named_key(state, name, depth) : SearchKey{};
}

void charset(Scanner& args, SearchRequest& request) {
  const std::string name = base::to_ascii_upper(args.astring());
  request.charset_given = true;
  request.charset_known = name == "UTF-8" || name == "US-ASCII" || name == "UTF8" || name == "ASCII";
}

void program(Scanner& args, SearchRequest& request) {
  if (!request.charset_known) {
    args.rest();  // its strings could not be read rightly: only the charset is complained about
    return;
  }
  State state{args, request};
  request.root = key_list(state, 0);
  args.end();
}

// RFC 4731 §3.1, RFC 5182 §2: RETURN (MIN COUNT SAVE); "RETURN ()" means ALL.
void return_options(Scanner& args, SearchRequest& request) {
  request.extended = true;
  args.space();
  args.expect('(');
  bool any = false;
  while (args.ok() && !args.accept(')')) {
    if (any) args.space();
    any = true;
    const std::string name = args.upper_atom();
    if (name == "MIN") {
      request.min = true;
    } else if (name == "MAX") {
      request.max = true;
    } else if (name == "ALL") {
      request.all = true;
    } else if (name == "COUNT") {
      request.count = true;
    } else if (name == "SAVE") {
      request.save = true;
    } else {
      args.fail("The RETURN option is not known");
    }
  }
  if (!any) request.all = true;
  args.space();
}

}  // namespace

SearchRequest parse_search(Scanner& args) {
  SearchRequest request;
  if (args.accept_word("RETURN")) return_options(args, request);
  if (args.accept_word("CHARSET")) {
    args.space();
    charset(args, request);
    args.space();
  }
  program(args, request);
  return request;
}

SortRequest parse_sort(Scanner& args) {
  constexpr std::array kNames = {std::pair{std::string_view("ARRIVAL"), SortBy::arrival},
                                 std::pair{std::string_view("CC"), SortBy::cc},
                                 std::pair{std::string_view("DATE"), SortBy::date},
                                 std::pair{std::string_view("FROM"), SortBy::from},
                                 std::pair{std::string_view("SIZE"), SortBy::size},
                                 std::pair{std::string_view("SUBJECT"), SortBy::subject},
                                 std::pair{std::string_view("TO"), SortBy::to}};
  SortRequest request;
  args.expect('(');
  do {
    SortCriterion criterion;
    std::string name = args.upper_atom();
    if (name == "REVERSE") {
      criterion.reverse = true;
      args.space();
      name = args.upper_atom();
    }
    const auto row = std::find_if(kNames.begin(), kNames.end(), [&](const auto& pair) { return pair.first == name; });
    if (row == kNames.end()) {
      args.fail("The sort key is not known");
      break;
    }
    criterion.by = row->second;
    request.criteria.push_back(criterion);
    if (request.criteria.size() > 50) args.fail("There are too many sort keys");
  } while (args.ok() && args.accept(' '));
  args.expect(')');
  args.space();
  charset(args, request.search);
  args.space();
  program(args, request.search);
  return request;
}

ThreadRequest parse_thread(Scanner& args) {
  ThreadRequest request;
  const std::string name = args.upper_atom();
  if (name == "ORDEREDSUBJECT") {
    request.by = ThreadBy::ordered_subject;
  } else if (name != "REFERENCES") {
    args.fail("The threading algorithm is not known");
  }
  args.space();
  charset(args, request.search);
  args.space();
  program(args, request.search);
  return request;
}

}  // namespace server::imap
