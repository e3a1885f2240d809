// The desk of an office behind the door, for clerks and for those who work in their place: the books of numbers. What
// is decided here passes the same journal as what is asked by mail. Thread-safe.
#pragma once

#include "base/result.h"
#include "mailstore/office/journal/event.h"

namespace mailstore {

class OfficeDesk {
 public:
  virtual ~OfficeDesk() = default;

  // The daily round of the books: numbers reserved and not used in time become void with a reason. Blocking.
  virtual base::Result<void> void_unused_numbers() = 0;
  // A book goes on behind one that was kept elsewhere until now (mailstore/office/rows/book_opening.h). Blocking.
  virtual base::Result<void> open_book(const office::BookOpened& opening) = 0;

 protected:
  OfficeDesk() = default;
};

}  // namespace mailstore
