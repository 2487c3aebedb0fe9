//! What must hold of findings whatever the articles say.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::OnceLock;

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use super::example::{Text, ledger_of};
use crate::contradiction::{self, compare};
use crate::ledger::Newness;
use crate::rule::{Examples, RuleSet};
use crate::source::RepoPath;

fn rules() -> &'static RuleSet {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    RULES.get_or_init(|| RuleSet::load(&[], Examples::Skip, &Default::default(), &[]).0)
}

const HOUSES: [&str; 3] = ["Orvane", "Halvern Robotics", "Verdelin Bois"];
const PEOPLE: [&str; 3] = ["Ada Roux", "Paul Marne", "Edith Marsh"];

/// Sentences about a house `{h}`, a person `{p}` and a number `{n}` between 1 and 9.
const SENTENCES: [&str; 18] = [
    "La société {h} a levé {n}0 millions d'euros en série A.",
    "La société {h} emploie {n}40 salariés.",
    "{h} raised about ${n}0 million in its Series B.",
    "{h} was founded in 199{n} by {p}.",
    "{p} est la directrice générale de {h}.",
    "{p} succède à Henri Batave à la tête de {h}.",
    "{p} dirige {h} depuis 201{n}.",
    "{p}, {n}5 ans, habite Lyon.",
    "{p} was born in 196{n}.",
    "Le siège de {h} est à Lyon.",
    "{h} a son siège à Lille, en ligne avec {p}.",
    "{h} had revenue of £{n}0 million in 202{n}.",
    "En 2015, {h} employait {n}40 salariés.",
    "{h} n'a supprimé aucun poste.",
    "{h} supprimera {n}20 postes, contre {n}00 un an plus tôt.",
    "Selon plusieurs sources, {h} aurait levé {n}5 millions d'euros.",
    "{h} celebrates its {n}0th anniversary.",
    "The bank is not a shareholder of {h}.",
];

prop_compose! {
    fn sentence()(at in 0..SENTENCES.len(), house in 0..HOUSES.len(), person in 0..PEOPLE.len(), number in 1..10u8) -> String {
        SENTENCES[at]
            .replace("{h}", HOUSES[house])
            .replace("{p}", PEOPLE[person])
            .replace("{n}", &number.to_string())
    }
}

prop_compose! {
    fn texts()(all in prop::collection::vec((prop::collection::vec(sentence(), 1..4), 0..900i32, any::<bool>()), 2..5)) -> Vec<Text> {
        all.into_iter()
            .enumerate()
            .map(|(number, (sentences, days, new))| Text {
                path: RepoPath::new(format!("articles/{number}.md")),
                text: sentences.join(" "),
                day: date(2024, 1, 10).saturating_add(days.days()),
                newness: if new { Newness::against([true]) } else { Newness::OLD },
            })
            .collect()
    }
}

/// What is said of texts, without its order.
fn findings(texts: &[Text]) -> BTreeSet<String> {
    let ledger = ledger_of(rules(), texts);
    let found = contradiction::find(&ledger, rules(), &mut |_| Ok::<_, Infallible>(None)).unwrap_or_default();
    let told = found
        .iter()
        .filter_map(|found| contradiction::describe(found, &ledger, rules()));
    told.map(|finding| {
        format!(
            "{} {} {}",
            finding.fingerprint.as_str(),
            finding.severity,
            finding.message
        )
    })
    .collect()
}

#[test]
fn the_sentences_of_these_laws_do_contradict() {
    let text = |path: &str, number: &str, newness: Newness| Text {
        path: RepoPath::new(path),
        text: SENTENCES[0].replace("{h}", HOUSES[0]).replace("{n}", number),
        day: date(2025, 1, 10),
        newness,
    };
    let texts = [
        text("a.md", "3", Newness::OLD),
        text("b.md", "5", Newness::against([true])),
    ];
    assert_eq!(findings(&texts).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn comparison_is_symmetric(texts in texts()) {
        let ledger = ledger_of(rules(), &texts);
        for (_, one) in ledger.facts() {
            for (_, other) in ledger.facts() {
                let Some(rule) = rules().of_attribute(&one.claim.attribute) else { continue };
                let there = compare(rule, one, other, &ledger.directory, &ledger.rates);
                let back = compare(rule, other, one, &ledger.directory, &ledger.rates);
                prop_assert_eq!(there, back, "{:?} and {:?}", one.claim, other.claim);
            }
        }
    }

    #[test]
    fn the_order_of_files_does_not_matter(texts in texts(), turn in 1..4usize) {
        let mut turned = texts.clone();
        turned.rotate_left(turn % texts.len());
        prop_assert_eq!(findings(&texts), findings(&turned));
        turned.reverse();
        prop_assert_eq!(findings(&texts), findings(&turned));
    }

    #[test]
    fn a_stranger_changes_no_finding(texts in texts(), stranger in 0..3usize) {
        let strangers = [
            "Corbel Marine was founded in 1950. It employs 900 people in Leith.",
            "La laiterie Tessalon a levé 12 millions d'euros et compte 84 salariés.",
            "Nora Tilling, 61, runs the Wexley Museum.",
        ];
        let mut more = texts.clone();
        more.push(Text {
            path: RepoPath::new("articles/stranger.md"),
            text: strangers[stranger].to_owned(),
            day: date(2025, 3, 3),
            newness: Newness::OLD,
        });
        prop_assert_eq!(findings(&texts), findings(&more));
    }
}
