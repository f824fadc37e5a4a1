#include "pipeline/disposal_json.h"

#include <functional>
#include <nlohmann/json.hpp>

#include "archive/hash.h"
#include "document/error.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;

std::string spell(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string word(const Json& json, const char* key) {
  return json.at(key).get<std::string>();
}

template <typename Value>
Value parsed(const std::string& text, const char* what,
             const std::function<Value(const Json&)>& read) {
  try {
    return read(Json::parse(text));
  } catch (const Json::exception& problem) {
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, "disposal",
                std::string("a paper of the register is not ") + what + ": " + problem.what());
  }
}

Json to_json(const std::vector<DisposalFile>& files) {
  Json list = Json::array();
  for (const DisposalFile& file : files)
    list.push_back({{"code", file.code},
                    {"title", file.title},
                    {"closed_on", file.closed_on},
                    {"retention", file.retention},
                    {"ground", file.ground},
                    {"due_on", file.due_on},
                    {"version", file.version},
                    {"description_sha256", file.description_sha256}});
  return list;
}

Json to_json(const std::vector<DisposalRecord>& records) {
  Json list = Json::array();
  for (const DisposalRecord& record : records) {
    Json bags = Json::array();
    for (const DisposalBag& bag : record.bags)
      bags.push_back({{"path", bag.path}, {"sha256", bag.sha256}, {"bytes", bag.bytes}});
    list.push_back({{"id", record.id},
                    {"file", record.file},
                    {"sha256", record.sha256},
                    {"bags", std::move(bags)}});
  }
  return list;
}

DisposalRecord record_from(const Json& json) {
  DisposalRecord record{word(json, "id"), word(json, "file"), word(json, "sha256"), {}};
  for (const Json& bag : json.at("bags"))
    record.bags.push_back(
        {word(bag, "path"), word(bag, "sha256"), bag.at("bytes").get<unsigned long long>()});
  return record;
}

Json to_json(const Approval& approval) {
  return {{"person", approval.person},   {"public_key", approval.public_key},
          {"at", approval.at},           {"user", approval.user},
          {"message", approval.message}, {"signature", approval.signature}};
}

}  // namespace

std::string spell_proposal(const std::string& fonds, const Proposal& proposal) {
  return spell({{"format", 1},
                {"kind", "disposal-proposal"},
                {"fonds", fonds},
                {"number", proposal.number},
                {"at", proposal.at},
                {"by", proposal.by},
                {"reason", proposal.reason},
                {"reckoned", "years run from the end of the year in which a file was closed"},
                {"files", to_json(proposal.files)},
                {"records", to_json(proposal.records)}});
}

Proposal parse_proposal(const std::string& text) {
  return parsed<Proposal>(text, "a proposal", [&](const Json& json) {
    Proposal proposal;
    proposal.number = word(json, "number");
    proposal.at = word(json, "at");
    proposal.by = word(json, "by");
    proposal.reason = word(json, "reason");
    for (const Json& file : json.at("files"))
      proposal.files.push_back({word(file, "code"), word(file, "title"), word(file, "closed_on"),
                                word(file, "retention"), word(file, "ground"), word(file, "due_on"),
                                file.at("version").get<int>(), word(file, "description_sha256")});
    for (const Json& record : json.at("records")) proposal.records.push_back(record_from(record));
    proposal.sha256 = hash_bytes(text).sha256.hex;
    return proposal;
  });
}

std::string spell_approval(const std::string& fonds, const std::string& number,
                           const Approval& approval) {
  Json json{{"format", 1}, {"kind", "disposal-approval"}, {"fonds", fonds}, {"number", number}};
  json.update(to_json(approval));
  return spell(json);
}

Approval parse_approval(const std::string& text) {
  return parsed<Approval>(text, "an approval", [](const Json& json) {
    return Approval{word(json, "person"), word(json, "public_key"), word(json, "at"),
                    word(json, "user"),   word(json, "message"),    word(json, "signature")};
  });
}

std::string spell_certificate(const std::string& fonds, const CertificateHead& head,
                              const Disposal& disposal) {
  Json approvals = Json::array();
  for (const Approval& approval : disposal.approvals) approvals.push_back(to_json(approval));
  const Proposal& proposal = disposal.proposal;
  return spell({{"format", 1},
                {"kind", "disposal-certificate"},
                {"fonds", fonds},
                {"number", head.number},
                {"at", head.at},
                {"by", head.by},
                {"reason", proposal.reason},
                {"proposed_at", proposal.at},
                {"proposed_by", proposal.by},
                {"proposal_sha256", proposal.sha256},
                {"approvals", std::move(approvals)},
                {"files", to_json(proposal.files)},
                {"records", to_json(proposal.records)}});
}

CertificateHead parse_certificate(const std::string& text) {
  return parsed<CertificateHead>(text, "a certificate", [](const Json& json) {
    return CertificateHead{word(json, "number"), word(json, "at"), word(json, "by")};
  });
}

std::string spell_withdrawal(const std::string& fonds, const std::string& number,
                             const std::string& reason, const std::string& at,
                             const std::string& by) {
  return spell({{"format", 1},
                {"kind", "disposal-withdrawal"},
                {"fonds", fonds},
                {"number", number},
                {"reason", reason},
                {"at", at},
                {"by", by}});
}

std::string spell_completion(const std::string& fonds, const std::string& number,
                             const Completion& completion) {
  return spell({{"format", 1},
                {"kind", "disposal-completion"},
                {"fonds", fonds},
                {"number", number},
                {"at", completion.at},
                {"by", completion.by},
                {"records", completion.records},
                {"bags", completion.bags},
                {"bytes", completion.bytes}});
}

std::string spell_destroyed(const DestroyedRecord& record) {
  return spell({{"format", 1},
                {"kind", "destroyed"},
                {"record", record.id},
                {"sha256", record.sha256},
                {"fonds", record.fonds},
                {"file", record.file},
                {"disposal", record.disposal},
                {"certificate_sha256", record.certificate_sha256},
                {"at", record.at}});
}

DestroyedRecord parse_destroyed(const std::string& text) {
  return parsed<DestroyedRecord>(text, "about a destroyed record", [](const Json& json) {
    return DestroyedRecord{word(json, "record"),   word(json, "sha256"),
                           word(json, "fonds"),    word(json, "file"),
                           word(json, "disposal"), word(json, "certificate_sha256"),
                           word(json, "at")};
  });
}

}  // namespace sohoa
