#include <doctest/doctest.h>

#include "tests/mailstore/blob/memory_blobs.h"
#include "tests/mailstore/verified.h"

using mailstore::TextField;
using mailstore::TextQuery;
using tests::MailOffice;
using tests::sample_mail;

TEST_CASE(
    "store/other blobs: a store over another BlobStore than files delivers, reads, searches, compacts, verifies") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    auto fs = base::make_file_system();
    auto memory = std::make_unique<tests::MemoryBlobs>();
    tests::MemoryBlobs& blobs = *memory;
    MailOffice office(std::move(db), *fs, std::move(memory));
    const auto an = office.person("an"), binh = office.person("binh");
    const auto box = office.mailbox(an, "INBOX").id, other = office.mailbox(binh, "INBOX").id;
    std::string longer;
    while (longer.size() < 300'000) longer += "Căn cứ kế hoạch sử dụng đất.\r\n";
    const std::string large = sample_mail("lớn", longer + "cuối thư\r\n");
    office.append(box, large);
    CHECK(blobs.syncs() > 0);
    office.run(office.door->deliver(
        MailOffice::letter({"an@bimson.example", "binh@bimson.example"}, sample_mail("chung", "một nội dung\r\n"))));
    CHECK(blobs.size() == 2);
    auto view = office.view(box);
    CHECK(office.read(box, view->at(0)) == large);
    CHECK(office.run(office.store->selected().read_message(view->at(0), "", 131'000, 200)) ==
          large.substr(131'000, 200));
    CHECK(office.run(office.store->contents().read_many({view->at(1).content, view->at(0).content})).at(1) == large);
    CHECK(office.run(office.store->selected().match(box, {view->at(0), view->at(1)},
                                                    TextQuery{TextField::body, "", "CUỐI THƯ"})) ==
          std::vector<base::Uid>{base::Uid(1)});
    tests::check_sound(office);

    // Everything moves: what remembers a ref finds the bytes again.
    const auto compaction = tests::good(mailstore::compact_blobs(*office.store, {}));
    CHECK(compaction.moves.size() == 2);
    CHECK(office.read(box, view->at(0)) == large);
    view = office.view(other);
    CHECK(office.read(other, view->at(0)).ends_with("một nội dung\r\n"));
    office.append(other, large);  // written again, so that its time does not tell that An has it; then given up
    CHECK(blobs.size() == 3);
    CHECK(office.view(other)->at(1).content == office.view(box)->at(0).content);
    tests::check_sound(office);
  });
}
