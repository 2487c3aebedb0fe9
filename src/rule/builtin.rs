//! The rules that come with the program, read by the same path as a user's.

/// Id and text of every built-in rule file, in the order of their ids.
pub fn builtin_files() -> &'static [(&'static str, &'static str)] {
    &BUILT_IN
}

macro_rules! rules {
    ($($id:literal),* $(,)?) => {
        [$(($id, include_str!(concat!("../../rules/", $id, ".toml")))),*]
    };
}

static BUILT_IN: [(&str, &str); 117] = rules![
    "acquirer",
    "acquisition-date",
    "acquisition-price",
    "age",
    "anniversary-age",
    "announcement-date",
    "appointment-date",
    "area",
    "attendance",
    "attendance-growth",
    "award-winner",
    "award-year",
    "bankruptcy",
    "battery-capacity",
    "beds",
    "birth-date",
    "birth-place",
    "branches",
    "budget-amount",
    "capacity",
    "classification-date",
    "closing-date",
    "closure",
    "completion-date",
    "construction-date",
    "convicted",
    "copies",
    "cost",
    "countries",
    "creator",
    "customers",
    "damages",
    "death-date",
    "death-place",
    "deaths",
    "debt",
    "departure-date",
    "depth",
    "distance",
    "donation",
    "downloads",
    "duration",
    "elevation",
    "energy",
    "event-date",
    "exhibitors",
    "fine",
    "fire-date",
    "floors",
    "founder",
    "founding-date",
    "funding-amount",
    "growth",
    "headcount",
    "height",
    "hires",
    "hotels",
    "housing",
    "injured",
    "investment-amount",
    "job-cuts",
    "job-cuts-share",
    "launch-date",
    "length",
    "licence-granted",
    "listed-on-exchange",
    "location",
    "market-share",
    "mass",
    "members",
    "monthly-users",
    "municipalities-served",
    "office-holder",
    "open-claim",
    "opening-date",
    "ownership-stake",
    "parent",
    "participants",
    "partner",
    "plants",
    "points-of-sale",
    "population",
    "power",
    "price",
    "print-run",
    "production",
    "profit",
    "publication-date",
    "rent",
    "restaurants",
    "revenue",
    "role",
    "rooms",
    "salary",
    "seat",
    "seats-won",
    "shareholder",
    "signed",
    "signing-date",
    "sinking-date",
    "sites",
    "speed",
    "storage-volume",
    "stores",
    "strike",
    "students",
    "subscribers",
    "subscription-price",
    "subsidy",
    "successor",
    "temperature",
    "tenure",
    "total-raised",
    "turnout",
    "users",
    "valuation",
    "viewers",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
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
            let messages: Vec<&String> = mistakes.iter().map(|mistake| &mistake.message).collect();
            let rule = rule.unwrap_or_else(|| panic!("{id}: {messages:?}"));
            let has = |verdict| rule.examples.iter().any(|example| example.verdict == verdict);
            assert!(
                has(Verdict::Contradiction) && has(Verdict::Consistent),
                "{id} lacks an example"
            );
            for pattern in &rule.patterns {
                assert!(pattern.regex().is_some(), "{id}: too large: {}", pattern.text);
            }
        }
    }
}
