//! Any bytes as an article, in Markdown and in plain text: parsed, extracted, spans in place.
#![no_main]

use std::collections::BTreeMap;
use std::sync::OnceLock;

use factlint::document::{Parsed, Settings, parse};
use factlint::extract::extract;
use factlint::rule::{Examples, RuleSet};
use factlint::source::{RepoPath, Sources};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    let rules = RULES.get_or_init(|| RuleSet::load(&[], Examples::Skip, &BTreeMap::new(), &[]).0);
    let text = String::from_utf8_lossy(bytes);
    for name in ["article.md", "article.txt"] {
        let mut sources = Sources::new();
        let path = RepoPath::new(name);
        let source = sources.add(path.clone(), &*text);
        if let Parsed::Article(document) = parse(source, &path, &text, &Settings::default()) {
            for claim in extract(rules, &document).claims {
                for span in [claim.evidence.value, claim.evidence.sentence] {
                    assert!(text.get(span.start..span.end).is_some());
                }
            }
        }
    }
});
