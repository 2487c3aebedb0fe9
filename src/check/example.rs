//! Runs the example of a rule: two short texts and the verdict that is expected of them.

use std::convert::Infallible;

use jiff::civil::{Date, date};

use crate::contradiction;
use crate::diagnostic::Severity;
use crate::document::{DateOrigin, Parsed, Settings, parse};
use crate::entity::{Directory, DocumentId};
use crate::extract::extract;
use crate::ledger::{Fact, Ledger, Newness, Provenance, as_of};
use crate::rule::{Example, Rule, RuleSet, Verdict};
use crate::source::{RepoPath, Sources};
use crate::value::Rates;

/// What became of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExampleResult {
    /// It gave what it should.
    Passed,
    /// A finding was expected and none came.
    Missing,
    /// Silence was expected, and this was said.
    Noisy(String),
    /// The finding is of another severity.
    OtherLevel(String),
}

/// Runs one example with all rules, and looks at what its own rule says.
pub fn test_example(rules: &RuleSet, rule: &Rule, example: &Example) -> ExampleResult {
    let day =
        |text: &Option<String>, default: Date| text.as_ref().and_then(|text| text.parse().ok()).unwrap_or(default);
    let text = |path: &str, text: &str, day: Date, newness: Newness| Text {
        path: RepoPath::new(path),
        text: text.to_owned(),
        day,
        newness,
    };
    let established = day(&example.established_date, date(2025, 6, 2));
    let change = day(&example.change_date, date(2025, 6, 30));
    let ledger = ledger_of(
        rules,
        &[
            text("established.md", &example.established, established, Newness::OLD),
            text("change.md", &example.change, change, Newness::against([true])),
        ],
    );
    let found = contradiction::find(&ledger, rules, &mut |_| Ok::<_, Infallible>(None));
    let said = found
        .into_iter()
        .flatten()
        .filter(|found| ledger.get(found.claim).claim.rule == rule.id)
        .filter_map(|found| contradiction::describe(&found, &ledger, rules))
        .max_by_key(|finding| finding.severity);
    match (example.verdict, said) {
        (Verdict::Consistent, None) => ExampleResult::Passed,
        (Verdict::Consistent, Some(finding)) if finding.severity == Severity::Note => ExampleResult::Passed,
        (Verdict::Consistent, Some(finding)) => ExampleResult::Noisy(finding.message.to_string()),
        (_, None) => ExampleResult::Missing,
        (Verdict::Contradiction, Some(finding)) if finding.severity == Severity::Error => ExampleResult::Passed,
        (Verdict::Warning, Some(finding)) if finding.severity == Severity::Warning => ExampleResult::Passed,
        (_, Some(finding)) => ExampleResult::OtherLevel(format!("{}: {}", finding.severity, finding.message)),
    }
}

/// A text of which a ledger is made without a repository.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) path: RepoPath,
    pub(super) text: String,
    /// The day on which it was written.
    pub(super) day: Date,
    pub(super) newness: Newness,
}

/// What texts state together.
pub(super) fn ledger_of(rules: &RuleSet, texts: &[Text]) -> Ledger<'static> {
    let mut sources = Sources::new();
    let mut read = Vec::new();
    for text in texts {
        let source = sources.add(text.path.clone(), text.text.as_str());
        if let Parsed::Article(mut document) = parse(source, &text.path, &text.text, &Settings::default()) {
            document.date = Some((text.day, DateOrigin::Run));
            read.push((text, source, extract(rules, &document)));
        }
    }
    let directory = Directory::build(&[], read.iter().map(|(_, _, extraction)| extraction.members.as_slice()));
    let mut facts = Vec::new();
    for (number, (text, source, extraction)) in read.iter().enumerate() {
        let document = Some(DocumentId(number));
        facts.extend(extraction.claims.iter().map(|claim| Fact {
            entity: directory.resolve(document, &claim.subject.name),
            others: super::facts::others(&directory, document, claim),
            fuller: Vec::new(),
            document,
            as_of: as_of(claim, Some(text.day)),
            claim: claim.clone(),
            provenance: Provenance {
                path: text.path.clone(),
                source: *source,
                blob: None,
                pinned: false,
                establishes: true,
            },
            written: Some(text.day),
            is_dated: true,
            newness: text.newness,
            derivation: None,
        }));
    }
    let facts = contradiction::with_derived(facts, rules);
    Ledger::new(facts, directory, Rates::default(), 1)
}
