//! Any text as configuration, as entities, as pinned facts, as exceptions, as a baseline and as a rule: read, or
//! told what is wrong with it. What is written into it can be read.
#![no_main]

use std::collections::BTreeMap;
use std::sync::OnceLock;

use factlint::config::{read_config, read_entities, read_facts, read_ignores, settings, with_ignore};
use factlint::rule::{Examples, RuleFile, RuleSet, read_rules};
use factlint::source::{RepoPath, Sources};
use factlint::suppress::Baseline;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    let rules = RULES.get_or_init(|| RuleSet::load(&[], Examples::Skip, &BTreeMap::new(), &[]).0);
    let mut sources = Sources::new();
    let source = sources.add(RepoPath::new("factlint.toml"), text);
    read_config(source, text, "0.1.0");
    read_entities(source, text);
    read_facts(source, text, rules);
    settings(text);
    let (before, mistakes) = read_ignores(source, text);
    if let (true, Ok(more)) = (mistakes.is_empty(), with_ignore(text, "0123456789ab", "both", None)) {
        assert_eq!(read_ignores(source, &more).0.len(), before.len() + 1);
    }
    let (baseline, _) = Baseline::read(text);
    assert_eq!(Baseline::read(&baseline.text()).0, baseline);
    let file = RuleFile {
        id: "my-rule",
        source,
        text,
    };
    read_rules(file, None);
});
