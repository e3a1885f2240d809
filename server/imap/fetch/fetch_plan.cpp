#include "server/imap/fetch/fetch_plan.h"

#include <algorithm>
#include <utility>

#include "mailstore/store/contents/listed_content.h"
#include "mailstore/store/contents/trace_fields.h"

namespace server::imap {
namespace {

using mailstore::Want;
using Kind = base::SectionSpec::Kind;

constexpr std::size_t kMaxListedItems = 16;  // an answer is gathered whole

bool asks_list(const base::SectionSpec& section) {
  return section.part.empty() && section.kind == Kind::header_fields &&
         std::none_of(section.fields.begin(), section.fields.end(),
                      [](const std::string& name) { return mailstore::is_trace_field(name); });
}

bool asks_header(const base::SectionSpec& section) {
  return section.part.empty() && (section.kind == Kind::header || section.kind == Kind::header_fields ||
                                  section.kind == Kind::header_fields_not);
}

}  // namespace

FetchPlan::FetchPlan(FetchRequest request) : request_(std::move(request)) {
  const auto want = [&](bool needed, Want what) {
    if (needed) wants_ |= static_cast<mailstore::Wants>(what);
  };
  want(request_.envelope || request_.body_structure, Want::list);
  want(request_.body, Want::body);
  want(request_.preview, Want::preview);
  want(!request_.items.empty(), Want::prefix);
  for (const BodyItem& item : request_.items) {
    want(!item.section.part.empty() || item.section.kind != Kind::all, Want::structure);
    asks_lists_ = asks_lists_ && asks_list(item.section);
    asks_headers_ = asks_headers_ && asks_header(item.section);
    questions_.emplace_back(item.section.fields);
    names_.emplace_back(item.section.fields);
  }
  asks_lists_ = asks_lists_ && !request_.items.empty() && request_.items.size() <= kMaxListedItems;
}

bool FetchPlan::is_told_by(const mailstore::MessageMeta& meta) const {
  return meta.list && std::all_of(questions_.begin(), questions_.end(), [&](const base::KeptQuestion& question) {
           return question.is_told_by(meta.list->parts().fields);
         });
}

bool FetchPlan::append_listed(std::size_t at, const mailstore::MessageMeta& meta, std::string& out) const {
  if (!questions_[at].answer(meta.list->parts().fields, out)) return false;
  out += "\r\n";
  return true;
}

}  // namespace server::imap
