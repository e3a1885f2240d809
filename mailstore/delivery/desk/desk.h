// The desk's implementation, and what the door asks of it: office_mail.cpp (mail that concerns an office),
// signature_results.cpp (signatures of mail from outside), office_books.cpp (the books), office_reminders.cpp (the
// morning's round), office_pages.cpp, office_greetings.cpp (leaders' pages, greetings), office_series.cpp (periodic
// tasks), office_recount.cpp (deadlines counted anew).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/async/co.h"
#include "base/async/pool.h"
#include "mailstore/delivery/delivery_parts.h"
#include "mailstore/delivery/desk/answer_brake.h"
#include "mailstore/delivery/desk/office_desk.h"
#include "mailstore/office/office.h"
#include "policies/reminders/digest_text.h"
#include "policies/reminders/leader_page.h"

namespace mailstore {

// Notes in the commit of a mail what it says. Errors: stopped, when another node has said one of them meanwhile: its
// mail says it, ours is made anew at the next turn.
base::Result<void> note_said(base::SqlTransaction& tx, base::AccountId to, const std::vector<std::string>& keys,
                             base::Timestamp now);

class Desk final : public OfficeDesk {
 public:
  Desk(std::shared_ptr<DeliveryParts> parts, std::unique_ptr<office::Office> office)
      : parts_(std::move(parts)), office_(std::move(office)) {}

  base::Result<void> void_unused_numbers() override;
  base::Result<void> open_book(const office::BookOpened& opening) override;
  base::Result<directory::AccessGrant> give_right(const directory::AccessGrant& wanted) override;
  base::Result<std::vector<directory::AccessGrant>> end_rights(base::UnitId office,
                                                               const office::RightChoice& choice) override;
  base::Result<RecountRound> recount(const RecountWish& wish) override;
  base::Result<ReminderRound> remind(const policies::reminders::ReminderRules& rules, base::Timestamp now) override;
  base::Result<SeriesRound> begin_periods(base::Timestamp now) override;
  base::Result<int> greet_newcomers(base::Timestamp now) override;

  // What a submission asks of an office; nothing: ordinary mail.
  base::Co<base::Result<std::optional<office::Intake>>> read(const DeliverRequest& request, const std::string& bytes);
  // A mail with a leader's address in From that is no task of his: it may go to nobody. nullopt: it may be taken.
  std::optional<base::Error> refuse_name(const DeliverRequest& request,
                                         const std::optional<office::Intake>& intake) const;
  // Rules on it and files it, in one commit.
  base::Co<base::Result<DeliverAnswer>> take(DeliverRequest request, std::string bytes,
                                             std::shared_ptr<const office::Intake> intake);
  // What was asked to be shown; null: it asks for something else.
  base::Co<base::Result<std::shared_ptr<const office::Ruling>>> show(const office::Intake& intake);
  // not_found: the reply address is not one of ours.
  base::Result<void> check_reply_address(const std::string& address) const;
  base::Co<base::Result<void>> redirect_replies(DeliverRequest& request);
  // A header field for the copy's prefix; "" when nothing is to be said.
  base::Co<base::Result<std::string>> signature_results(const std::string& bytes);
  const office::Office& office() const { return *office_; }

 private:
  using DecideRights = std::function<base::Result<std::vector<office::Event>>(const office::RulingTools&)>;
  base::Result<std::vector<office::Event>> write_rights(base::UnitId office, const DecideRights& decide);
  base::Result<int> send_digest(const directory::DirectoryView& view, base::AccountId to,
                                policies::reminders::Digest digest, base::Timestamp now);

  // A mail of ours into one INBOX; `first` writes in its commit, and ends it with an error.
  base::Result<void> post(const directory::Account& to, std::string bytes, base::Timestamp now,
                          const std::function<base::Result<void>(base::SqlTransaction&)>& first);
  // How many went out.
  base::Result<int> send_pages(const directory::DirectoryView& view, base::Timestamp now);
  base::Result<bool> send_page(const directory::DirectoryView& view, const directory::Account& to,
                               policies::reminders::PageKind kind, base::Timestamp now);
  base::Result<void> greet(const directory::DirectoryView& view, const directory::Account& to, base::Timestamp now);

  base::Result<bool> series_step(const directory::DirectoryView& view, base::UnitId office, std::int64_t id,
                                 base::Timestamp now, SeriesRound& round);

  static constexpr std::size_t kSignatureQueue = 64;  // mails that wait; beyond it: try again later

  const std::shared_ptr<DeliveryParts> parts_;
  const std::unique_ptr<office::Office> office_;
  // Signatures of mail from outside, apart from everything else: what strangers make us reckon delays nobody but signed
  // mail.
  base::Pool signature_pool_{{"signatures", 1, kSignatureQueue}};
  AnswerBrake brake_;
};

}  // namespace mailstore
