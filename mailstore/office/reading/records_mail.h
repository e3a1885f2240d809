// A clerk's mail to or about the records office: XIN SỐ, HỦY, VÀO SỔ, TỪ CHỐI, and words that were perhaps meant so.
#pragma once

#include "mailstore/office/reading/mail_in_hand.h"

namespace mailstore::office {

std::optional<Intake> read_records_mail(const MailInHand& hand);

}  // namespace mailstore::office
