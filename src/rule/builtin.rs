//! The rules that come with the program, read by the same path as a user's.

/// Id and text of every built-in rule file, in the order of their ids.
pub fn builtin_files() -> &'static [(&'static str, &'static str)] {
    &BUILT_IN
}

/// The same rules without their examples, as the build script left them.
pub(super) fn baked_files() -> &'static [(&'static str, &'static [u8])] {
    &BAKED
}

macro_rules! rules {
    ($($id:literal),* $(,)?) => {
        [$(($id, include_str!(concat!("../../rules/", $id, ".toml")))),*]
    };
}

macro_rules! built_in {
    ($($id:literal),* $(,)?) => {
        static BUILT_IN: [(&str, &str); 79] = rules![$($id),*];

        static BAKED: [(&str, &[u8]); 79] = [$(($id, baked_bytes!(concat!("rules/", $id)).as_slice())),*];
    };
}

built_in![
    "acquirer",
    "acquisition-date",
    "acquisition-price",
    "age",
    "anniversary",
    "announcement-date",
    "appointment-date",
    "area",
    "attendance",
    "attendance-growth",
    "award-year",
    "beds",
    "birth-date",
    "birth-place",
    "budget-amount",
    "capacity",
    "closing-date",
    "completion-date",
    "copies",
    "customers",
    "death-date",
    "death-place",
    "deaths",
    "debt",
    "departure-date",
    "depth",
    "distance",
    "downloads",
    "duration",
    "elevation",
    "energy",
    "event-date",
    "existence",
    "fine",
    "fire-date",
    "founder",
    "founding-date",
    "funding-amount",
    "growth",
    "headcount",
    "height",
    "hires",
    "housing",
    "investment-amount",
    "job-cuts",
    "job-cuts-share",
    "launch-date",
    "length",
    "market-share",
    "mass",
    "members",
    "office-holder",
    "open-claim",
    "opening-date",
    "ownership-stake",
    "parent",
    "partner",
    "population",
    "power",
    "price",
    "profit",
    "publication-date",
    "revenue",
    "role",
    "seat",
    "shareholder",
    "signing-date",
    "sinking-date",
    "sites",
    "speed",
    "stores",
    "students",
    "subscribers",
    "subsidy",
    "tenure",
    "total-raised",
    "turnout",
    "users",
    "valuation",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::diagnostic::Severity;
    use crate::rule::{RuleFile, Verdict, read_rules};
    use crate::source::SourceId;

    #[test]
    fn every_file_in_the_folder_is_built_in() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder of rules")
            .filter_map(|entry| {
                entry
                    .ok()?
                    .file_name()
                    .to_str()?
                    .strip_suffix(".toml")
                    .map(str::to_owned)
            })
            .collect();
        let built_in: BTreeSet<String> = builtin_files().iter().map(|(id, _)| (*id).to_owned()).collect();
        assert_eq!(files, built_in);
    }

    #[test]
    fn every_built_in_rule_is_valid_and_shows_both_verdicts() {
        for (id, text) in builtin_files() {
            let file = RuleFile {
                id,
                source: SourceId::BUILT_IN,
                text,
            };
            let (rule, mistakes) = read_rules(file, None);
            let messages: Vec<String> = mistakes.iter().map(|mistake| mistake.message.to_string()).collect();
            let rule = rule.unwrap_or_else(|| panic!("{id}: {messages:?}"));
            let has = |verdict| rule.examples.iter().any(|example| example.verdict == verdict);
            // A rule that only warns shows a warning.
            let clash = if rule.severity == Severity::Error {
                Verdict::Contradiction
            } else {
                Verdict::Warning
            };
            assert!(has(clash) && has(Verdict::Consistent), "{id} lacks an example");
            for pattern in &rule.patterns {
                assert!(pattern.regex().is_some(), "{id}: too large: {}", pattern.text);
            }
        }
    }
}
