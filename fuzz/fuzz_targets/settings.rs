//! Any text as configuration, as entities, as pinned facts and as a rule: read, or told what is wrong with it.
#![no_main]

use std::collections::BTreeMap;
use std::sync::OnceLock;

use factlint::config::{read_config, read_entities, read_facts};
use factlint::rule::{Examples, RuleFile, RuleSet, read_rules};
use factlint::source::{RepoPath, Sources};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    let rules = RULES.get_or_init(|| RuleSet::load(&[], Examples::Skip, &BTreeMap::new(), &[]).0);
    let mut sources = Sources::new();
    let source = sources.add(RepoPath::new("factlint.toml"), text);
    read_config(source, text, "0.1.0");
    read_entities(source, text);
    read_facts(source, text, rules);
    let file = RuleFile {
        id: "my-rule",
        source,
        text,
    };
    read_rules(file, None);
});
