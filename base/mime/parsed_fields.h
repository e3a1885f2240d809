// Internal to base/mime: what one header field says about its part and, in the header of a message, about the envelope.
// Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/mime/message.h"
#include "base/mime/parse_budget.h"

namespace base {

// `seen` remembers which fields came: of a repeated field the first one counts. Both may be called for the same field.
void apply_part_field(Part& part, std::string_view name, std::string_view value, std::uint32_t& seen,
                      ParseBudget& budget);
enum class EnvelopeOf { message, embedded };
void apply_envelope_field(Envelope& envelope, std::string_view name, std::string_view value, std::uint32_t& seen,
                          ParseBudget& budget, EnvelopeOf of);

}  // namespace base
