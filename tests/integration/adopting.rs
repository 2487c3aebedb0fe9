//! A repository that has been there for years adopts factlint, step by step as `docs/living-with-findings.md`
//! walks through it; and what each of these steps refuses.

use serde_json::Value;

use crate::support::{Repo, codes, findings};

/// Articles that already contradict each other, drafts and an archive.
fn old_desk() -> Repo {
    Repo::holding(&[
        (
            "articles/2025-03-04-tarnholm.md",
            "# Tarnholm\n\nTarnholm was founded in 2012 in Oslo. It raised €40 million in its Series B.\n",
        ),
        (
            "articles/2025-06-11-portrait.md",
            "# Portrait\n\nTarnholm, founded in 2014, sells pumps.\n",
        ),
        ("drafts/idea.md", "# Idea\n\nTarnholm was founded in 1999.\n"),
        ("archive/2009.md", "# 2009\n\nTarnholm was founded in 2003.\n"),
    ])
}

fn fingerprint(report: &Value) -> String {
    let first = findings(report).first().expect("there is a finding");
    first["fingerprint"].as_str().expect("it has a fingerprint").to_owned()
}

#[test]
fn an_old_repository_adopts_factlint() {
    let repo = old_desk();

    // It looks, writes a configuration and shows what an audit finds.
    let init = repo.factlint(&["init", "--as-of", "2026-02-20"]).ended(0);
    insta::assert_snapshot!("init", init.stdout);
    assert!(repo.read("factlint.toml").contains("exclude = [\"drafts/**\"]"));
    let again = repo.factlint(&["init"]).ended(2);
    assert!(again.stderr.contains("is there already"), "{again}");
    repo.commit("2026-02-02");
    let audit = repo.report(&["--all"]);
    assert_eq!(codes(&audit), ["founding-date", "founding-date"], "{audit:#}");

    // What is there is let be.
    repo.factlint(&["baseline", "create"]).ended(0);
    insta::assert_snapshot!("baseline", repo.read("factlint.baseline"));
    repo.commit("2026-02-03");
    let run = repo.check(&["--all"]).ended(0);
    assert!(run.stdout.contains("2 suppressed"), "{run}");

    // A new contradiction is told.
    let article = "articles/2026-02-10-round.md";
    repo.write(article, "# Round\n\nTarnholm raised €45 million in its Series B.\n")
        .stage();
    let report = repo.report(&["--staged"]);
    assert_eq!(codes(&report), ["funding-amount"], "{report:#}");
    assert_eq!(report["findings"][0]["edit"]["replacement"], "€40 million");

    // It may be let be, for a reason and a time.
    repo.write(
        article,
        "# Round\n\n<!-- factlint: ignore[funding-amount] until=2026-03-01 the loan is counted in -->\nTarnholm raised €45 million in its Series B.\n",
    )
    .stage();
    let run = repo.check(&["--staged"]).ended(0);
    assert!(run.stdout.contains("1 suppressed"), "{run}");
    let list = repo
        .factlint(&["suppressions", "list", "--as-of", "2026-02-20"])
        .ended(0);
    insta::assert_snapshot!("suppressions", list.said());
    // Its last day is 1 March.
    let last = repo.factlint(&["check", "--staged", "--as-of", "2026-03-01"]).ended(0);
    assert!(!last.stdout.contains("expired"), "{last}");
    let over = repo
        .factlint(&["check", "--staged", "--as-of", "2026-03-02", "--format", "json"])
        .ended(1);
    assert_eq!(codes(&over.json()), ["expired-suppression", "funding-amount"], "{over}");

    // Or it is right, and the older article is not.
    repo.write(article, "# Round\n\nTarnholm raised €45 million in its Series B.\n")
        .stage();
    let accepted = repo
        .factlint(&["accept", &fingerprint(&report)[..8], "--as-of", "2026-02-20"])
        .ended(0);
    insta::assert_snapshot!("accepted", accepted.stdout);
    insta::assert_snapshot!("pinned", repo.read("facts/pinned.toml"));
    let stale = repo
        .factlint(&["stale", "--format", "json", "--as-of", "2026-02-20"])
        .ended(1)
        .json();
    assert_eq!(stale["findings"][0]["claim"]["path"], "articles/2025-03-04-tarnholm.md");
    assert_eq!(stale["findings"][0]["established"][0]["path"], "facts/pinned.toml");
    // The fact counts once it is staged.
    repo.check(&["--staged"]).ended(1);
    repo.git(&["add", "facts/pinned.toml"]);
    let run = repo.check(&["--staged"]).ended(0);
    assert!(run.stdout.contains("also alters the judge: facts/pinned.toml"), "{run}");

    // The older article is corrected, and nothing is stale.
    repo.write(
        "articles/2025-03-04-tarnholm.md",
        "# Tarnholm\n\nTarnholm was founded in 2012 in Oslo. It raised €45 million in its Series B.\n",
    )
    .commit("2026-02-20");
    repo.factlint(&["stale"]).ended(0);
    repo.check(&["--all"]).ended(0);
}

#[test]
fn a_baseline_only_shrinks_unless_it_is_told_to_grow() {
    let repo = old_desk();
    let before = repo.factlint(&["baseline", "update"]).ended(2);
    assert!(before.stderr.contains("baseline create"), "{before}");
    repo.factlint(&["baseline", "create"]).ended(0);
    let whole = repo.read("factlint.baseline");
    repo.factlint(&["baseline", "create"]).ended(2);
    repo.factlint(&["baseline", "diff"]).ended(0);

    repo.write(
        "articles/new.md",
        "# New\n\nTarnholm raised €60 million in its Series B.\n",
    );
    let diff = repo.factlint(&["baseline", "diff"]).ended(1);
    assert!(diff.stdout.starts_with("+ "), "{diff}");
    let update = repo.factlint(&["baseline", "update"]).ended(0);
    assert!(update.stderr.contains("--accept-new"), "{update}");
    assert_eq!(repo.read("factlint.baseline"), whole);
    repo.factlint(&["baseline", "update", "--accept-new"]).ended(0);
    assert_eq!(
        repo.read("factlint.baseline").lines().count(),
        whole.lines().count() + 1
    );

    repo.remove("articles/new.md");
    repo.commit("2026-02-02");
    let audit = repo.check(&["--all"]).ended(0);
    assert!(
        audit.stdout.contains("1 entry of the baseline is no longer found"),
        "{audit}"
    );
    repo.factlint(&["baseline", "prune"]).ended(1);
    assert_eq!(repo.read("factlint.baseline"), whole);
    repo.factlint(&["baseline", "prune"]).ended(0);
}

#[test]
fn branches_that_each_mend_something_merge() {
    let repo = old_desk();
    repo.factlint(&["baseline", "create"]).ended(0);
    repo.write(".gitattributes", "factlint.baseline merge=union\n");
    repo.commit("2026-02-02");
    repo.git(&["switch", "--quiet", "-c", "side"]);
    repo.remove("drafts/idea.md");
    repo.factlint(&["baseline", "update"]).ended(0);
    repo.commit("2026-02-03");
    repo.git(&["switch", "--quiet", "main"]);
    repo.remove("archive/2009.md");
    repo.factlint(&["baseline", "update"]).ended(0);
    repo.commit("2026-02-04");
    repo.git(&[
        "-c",
        "user.name=O",
        "-c",
        "user.email=o@example.org",
        "merge",
        "--quiet",
        "--no-edit",
        "side",
    ]);
    repo.check(&["--all"]).ended(0);
}

#[test]
fn a_contradiction_that_joins_those_of_the_baseline_is_told() {
    let repo = Repo::holding(&[
        ("2025-03-04-a.md", "# A\n\nTarnholm was founded in 2012.\n"),
        ("2025-06-11-b.md", "# B\n\nTarnholm was founded in 2014.\n"),
    ]);
    repo.factlint(&["baseline", "create"]).ended(0);
    repo.commit("2026-02-02");
    repo.write(
        "articles/2026-02-12-more.md",
        "# More\n\nTarnholm was founded in 2016.\n",
    )
    .commit("2026-02-12");
    let audit = repo.report(&["--all"]);
    assert_eq!(codes(&audit), ["founding-date"], "{audit:#}");
}

#[test]
fn a_finding_is_let_be_by_its_fingerprint() {
    let repo = old_desk();
    let report = repo.report(&["--all", "articles/2025-06-11-portrait.md"]);
    let print = fingerprint(&report);
    repo.factlint(&["suppressions", "add", &print[..12], "--reason", " "])
        .ended(2);
    repo.factlint(&["suppressions", "add", "nothing", "--reason", "both"])
        .ended(2);
    let added = repo
        .factlint(&["suppressions", "add", &print[..12], "--reason", "both are right"])
        .ended(0);
    assert!(added.stdout.contains("git add factlint.ignore.toml"), "{added}");
    repo.commit("2026-02-02");
    let audit = repo.report(&["--all"]);
    assert!(
        findings(&audit)
            .iter()
            .all(|finding| finding["fingerprint"] != print.as_str()),
        "{audit:#}"
    );

    repo.write(
        "factlint.ignore.toml",
        "[[ignore]]\nfingerprint = \"0123456789ab\"\n\n[[ignore]]\nfingerprint = \"0123456789ac\"\nuntil = 2026-01-01\nreason = \"then\"\n",
    );
    repo.commit("2026-02-03");
    let audit = repo.report(&["--all", "--ignore", "founding-date"]);
    assert_eq!(
        codes(&audit),
        ["unexplained-suppression", "unused-suppression", "expired-suppression"],
        "{audit:#}"
    );
    repo.factlint(&["suppressions", "prune", "--as-of", "2026-02-20"])
        .ended(0);
    assert!(!repo.path("factlint.ignore.toml").exists());

    repo.write("factlint.ignore.toml", "[[ignore]]\nfingerprint = \"xyz\"\n")
        .stage();
    let broken = repo.check(&["--staged"]).ended(2);
    assert!(broken.stdout.contains("is no fingerprint"), "{broken}");
}

#[test]
fn what_is_wrong_with_a_directive_is_told() {
    let repo = Repo::holding(&[("a.md", "# A\n\nTarnholm was founded in 2012.\n")]);
    repo.write(
        "b.md",
        "# B\n\n<!-- factlint: ignore[founding-dat] both stand -->\nTarnholm was founded in 2014.\n\n<!-- factlint: ignore[seat] until=soon -->\nIt sells pumps.\n",
    )
    .stage();
    let report = repo.report(&["--staged"]);
    let mut found = codes(&report);
    found.sort_unstable();
    assert_eq!(
        found,
        ["founding-date", "unknown-suppression", "unknown-suppression"],
        "{report:#}"
    );
    let text = report.to_string();
    assert!(text.contains("did you mean founding-date?"), "{text}");
}

#[test]
fn each_format_has_its_own_comment() {
    let articles = [
        (
            "b.md",
            "<!-- factlint: ignore[founding-date] why -->\nTarnholm was founded in 2014.\n",
        ),
        (
            "b.mdx",
            "{/* factlint: ignore[founding-date] why */}\n\nTarnholm was founded in 2014.\n",
        ),
        (
            "b.rst",
            ".. factlint: ignore[founding-date] why\n\nTarnholm was founded in 2014.\n",
        ),
        (
            "b.adoc",
            "// factlint: ignore[founding-date] why\nTarnholm was founded in 2014.\n",
        ),
        (
            "b.org",
            "# factlint: ignore[founding-date] why\nTarnholm was founded in 2014.\n",
        ),
        (
            "b.html",
            "<!-- factlint: ignore[founding-date] why -->\n<p>Tarnholm was founded in 2014.</p>\n",
        ),
        (
            "b.wiki",
            "<!-- factlint: ignore[founding-date] why -->\nTarnholm was founded in 2014.\n",
        ),
        (
            "b.txt",
            "<!-- factlint: ignore[founding-date] why -->\nTarnholm was founded in 2014.\n",
        ),
    ];
    let repo = Repo::holding(&[("a.md", "# A\n\nTarnholm was founded in 2012.\n")]);
    for (path, text) in articles {
        // Without its comment, the article is told, and the help spells the comment of its format.
        let sentence: Vec<&str> = text.lines().filter(|line| !line.contains("factlint:")).collect();
        repo.write(path, sentence.join("\n")).stage();
        let report = repo.report(&["--staged"]);
        assert_eq!(codes(&report), ["founding-date"], "{path}: {report:#}");
        let comment = text.lines().next().unwrap_or_default();
        let help = report["findings"][0]["help"].as_str().unwrap_or_default();
        assert!(help.contains(comment), "{path}: {help}");
        repo.write(path, text).stage();
        let report = repo.report(&["--staged"]);
        assert_eq!(report["summary"]["suppressed"], 1, "{path}: {report:#}");
        assert!(findings(&report).is_empty(), "{path}: {report:#}");
        repo.git(&["rm", "--quiet", "--cached", path]);
        repo.remove(path);
    }
}

#[test]
fn facts_are_pinned_and_unpinned_by_hand() {
    let repo = Repo::holding(&[("a.md", "# A\n\nTarnholm employs 120 people.\n")]);
    let pin = |arguments: &[&str]| repo.factlint(&[&["facts", "pin"], arguments].concat());
    let wrong = pin(&["Tarnholm", "headcont", "140"]).ended(2);
    assert!(wrong.stderr.contains("did you mean \"headcount\"?"), "{wrong}");
    let wrong = pin(&["Tarnholm", "headcount", "many"]).ended(2);
    assert!(wrong.stderr.contains("nothing was written"), "{wrong}");
    pin(&["Tarnholm", "headcount", "140", "--as-of", "soon"]).ended(2);
    pin(&["Tarnholm", "headcount", "140", "--qualifier", "round"]).ended(2);
    assert!(!repo.path("facts").exists());
    pin(&["Tarnholm", "headcount", "140 employees", "--as-of", "2026-01"]).ended(0);
    pin(&["Tarnholm", "headcount", "150 employees", "--as-of", "2026-01"]).ended(0);
    let text = repo.read("facts/pinned.toml");
    assert!(text.contains("150") && !text.contains("140"), "{text}");
    // A fact of another day stands beside it.
    pin(&["Tarnholm", "headcount", "90 employees", "--as-of", "2020"]).ended(0);
    assert_eq!(repo.read("facts/pinned.toml").matches("[[fact]]").count(), 2);
    repo.factlint(&["facts", "unpin", "TARNHOLM", "seat"]).ended(3);
    repo.factlint(&["facts", "unpin", "TARNHOLM"]).ended(0);
    assert!(!repo.path("facts/pinned.toml").exists());

    repo.write("factlint.toml", "facts = [\"desk/known-*.toml\"]\n");
    pin(&["Tarnholm", "headcount", "140", "--file", "facts/x.toml"]).ended(2);
    pin(&["Tarnholm", "headcount", "140"]).ended(0);
    pin(&["Tarnholm", "funding-amount", "45 millions d’euros"]).ended(0);
    repo.check(&["--all"]).ended(0);
    assert!(repo.path("desk/known-pinned.toml").exists());
}

#[test]
fn what_cannot_be_accepted_is_refused() {
    let repo = Repo::holding(&[("a.md", "# A\n\nTarnholm was founded in 2012.\n")]);
    repo.factlint(&["accept", "zzz"]).ended(2);
    let unknown = repo.factlint(&["accept", "0123456789"]).ended(2);
    assert!(
        unknown.stderr.contains("no contradiction has the fingerprint"),
        "{unknown}"
    );
}

#[test]
fn settings_are_shown_with_their_lines() {
    let repo = Repo::holding(&[("a.md", "# A\n"), ("factlint.toml", "# ours\nfail-on = \"warning\"\n")]);
    let shown = repo.factlint(&["config", "show", "--origin"]).ended(0);
    assert!(
        shown.stdout.contains("fail-on = \"warning\"  # factlint.toml:2\n"),
        "{shown}"
    );
    assert!(shown.stdout.contains("exclude = "), "{shown}");
    repo.write("factlint.toml", "fail-onn = \"warning\"\n");
    let wrong = repo.factlint(&["config", "show"]).ended(2);
    assert!(
        wrong.stderr.contains("factlint.toml:1: unknown key `fail-onn`"),
        "{wrong}"
    );
}

#[test]
fn what_is_new_is_shown_beside_what_the_baseline_holds() {
    let repo = Repo::holding(&[
        ("2026-02-11-a.md", "# A\n\nTarnholm was founded in 2012.\n"),
        ("2026-02-14-y.md", "# Y\n\nTarnholm was founded in 2014.\n"),
    ]);
    repo.factlint(&["baseline", "create"]).ended(0);
    repo.write("2026-02-12-b.md", "# B\n\nTarnholm was founded in 2012.\n")
        .commit("2026-02-15");
    let audit = repo.report(&["--all"]);
    assert_eq!(codes(&audit), ["founding-date"], "{audit:#}");
    let sides = audit["findings"][0]["established"].as_array().expect("sides");
    assert_eq!(sides.len(), 1, "{audit:#}");
    assert_eq!(sides[0]["path"], "2026-02-12-b.md");
    assert_eq!(audit["scope"]["remarks"], serde_json::json!([]), "{audit:#}");
}

#[test]
fn an_accepted_fact_gives_way_to_one_that_is_accepted_later() {
    let repo = Repo::holding(&[("a.md", "# A\n\nTarnholm was founded in 2012.\n")]);
    repo.write("b.md", "# B\n\nTarnholm was founded in 2014.\n").stage();
    let print = fingerprint(&repo.report(&["--staged"]));
    repo.factlint(&["accept", &print]).ended(0);
    repo.write(
        "facts/pinned.toml",
        format!("# The desk's.\n{}", repo.read("facts/pinned.toml")),
    )
    .commit("2026-02-10");
    repo.write("c.md", "# C\n\nTarnholm was founded in 2016.\n").stage();
    let print = fingerprint(&repo.report(&["--staged"]));
    let accepted = repo.factlint(&["accept", &print[..10]]).ended(0);
    assert!(accepted.stdout.contains("2014"), "{accepted}");
    let facts = repo.read("facts/pinned.toml");
    assert!(facts.starts_with("# The desk's.\n"), "{facts}");
    assert!(facts.contains("2016") && !facts.contains("2014"), "{facts}");
    repo.git(&["add", "--all"]);
    repo.check(&["--staged"]).ended(0);
    repo.factlint(&["stale"]).ended(1);
}

#[test]
fn entries_of_one_fingerprint_are_told_apart_when_they_are_pruned() {
    let repo = old_desk();
    let print = fingerprint(&repo.report(&["--all"]));
    let entry = |reason: &str| format!("[[ignore]]\nfingerprint = \"{print}\"\nreason = \"{reason}\"\n\n");
    repo.write("factlint.ignore.toml", entry("one") + &entry("two")).stage();
    repo.factlint(&["suppressions", "add", &print, "--reason", "three"])
        .ended(2);
    let pruned = repo
        .factlint(&["suppressions", "prune", "--as-of", "2026-02-20"])
        .ended(0);
    assert!(
        pruned.stdout.contains("two") && !pruned.stdout.contains("one"),
        "{pruned}"
    );
    assert!(repo.read("factlint.ignore.toml").contains("one"));
}

#[test]
fn a_denial_is_offered_no_edit_and_front_matter_no_comment() {
    let repo = Repo::holding(&[(
        "2026-02-01-a.md",
        "# A\n\nTarnholm raised $40 million. Tarnholm was founded in 2012.\n",
    )]);
    repo.write("2026-02-10-b.md", "# B\n\nTarnholm did not raise $40 million.\n")
        .stage();
    let report = repo.report(&["--staged"]);
    assert_eq!(codes(&report), ["funding-amount"], "{report:#}");
    assert_eq!(report["findings"][0]["edit"], Value::Null);
    let help = report["findings"][0]["help"].as_str().unwrap_or_default();
    assert!(!help.contains("factlint accept"), "{help}");
    repo.remove("2026-02-10-b.md");
    repo.write(
        "2026-02-10-c.md",
        "---\nname: Tarnholm\nfounded: 2014\n---\n\nTarnholm sells pumps.\n",
    )
    .stage();
    let report = repo.report(&["--staged"]);
    assert_eq!(codes(&report), ["founding-date"], "{report:#}");
    let help = report["findings"][0]["help"].as_str().unwrap_or_default();
    assert!(
        help.contains("factlint suppressions add") && !help.contains("<!--"),
        "{help}"
    );
}
