// Somebody asks to see something: TRỢ GIÚP, DANH SÁCH, BÁO CÁO, LỊCH SỬ; or chooses what is sent to him: ĐĂNG KÝ bản
// tin sáng, THÔI nhắc việc. It changes no business, so that what is likely is answered like what is certain.
#pragma once

#include "mailstore/office/reading/mail_in_hand.h"

namespace mailstore::office {

// To a task or records mailbox, a section's, or a reply address of ours, and to nobody else.
std::optional<Intake> read_inquiry_mail(const MailInHand& hand);

}  // namespace mailstore::office
