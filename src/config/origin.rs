//! Every setting with its value and where it comes from.

use super::raw::KEYS;

/// One setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownSetting {
    /// Its key.
    pub key: &'static str,
    /// Its value, as TOML; of tables, how many there are.
    pub value: String,
    /// The line of the configuration that sets it, from 1; none where it holds by default.
    pub line: Option<usize>,
}

/// All settings in the order of the documentation. A text that is no TOML sets nothing.
pub fn settings(text: &str) -> Vec<ShownSetting> {
    let file = toml_edit::Document::parse(text.to_owned()).ok();
    let line = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    KEYS.into_iter()
        .map(|key| {
            let item = file.as_ref().and_then(|file| file.as_table().get_key_value(key));
            match item {
                Some((name, item)) => {
                    let span = name.span().or_else(|| item.span());
                    ShownSetting {
                        key,
                        value: value(item),
                        line: Some(span.map_or(1, |span| line(span.start))),
                    }
                }
                None => ShownSetting {
                    key,
                    value: default(key),
                    line: None,
                },
            }
        })
        .collect()
}

fn value(item: &toml_edit::Item) -> String {
    match item {
        toml_edit::Item::ArrayOfTables(tables) => counted(tables.len()),
        toml_edit::Item::Table(table) => counted(table.len()),
        // Comments and line breaks within a list do not matter here.
        other => other
            .to_string()
            .lines()
            .map(|line| line.split(" #").next().unwrap_or_default().trim())
            .collect::<Vec<_>>()
            .join(" ")
            .trim()
            .to_owned(),
    }
}

fn counted(count: usize) -> String {
    match count {
        1 => "(1 entry)".to_owned(),
        count => format!("({count} entries)"),
    }
}

/// What holds where a key is not set.
fn default(key: &str) -> String {
    match key {
        "fail-on" => "\"error\"".to_owned(),
        "facts" => "[\"facts/*.toml\"]".to_owned(),
        "entities" => "[\"entities/*.toml\"]".to_owned(),
        "comments" | "navigation" => "\"skip\"".to_owned(),
        "rules" | "footers" => "[]".to_owned(),
        "include" => "every format that is read".to_owned(),
        "exclude" => "licences, lock files, vendored and generated trees".to_owned(),
        "minimum-version" => "any".to_owned(),
        _ => "none".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setting_tells_its_line() {
        let text = "# head\nexclude = [\n  \"a/**\", # drafts\n]\n\n[[entity]]\nname = \"A\"\n[[entity]]\nname = \"B\"\n[rule.seat]\nenabled = false\n";
        let shown = settings(text);
        let of = |key: &str| {
            let one = shown.iter().find(|one| one.key == key).expect("every key is shown");
            (one.value.as_str(), one.line)
        };
        assert_eq!(of("exclude"), ("[\"a/**\",]", Some(2)));
        assert_eq!(of("entity"), ("(2 entries)", Some(6)));
        assert_eq!(of("rule"), ("(1 entry)", Some(10)));
        assert_eq!(of("fail-on"), ("\"error\"", None));
        assert_eq!(shown.len(), KEYS.len());
    }
}
