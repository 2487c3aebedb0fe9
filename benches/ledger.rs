//! What the ledger costs and what it saves: building it, then commits against it, beside what Git does.
//!
//! `cargo bench --bench ledger` measures 1 000 and 100 000 articles (some minutes, 1 GB);
//! `cargo bench --bench ledger -- --million` adds a million (hours, 15 GB), `-- 5000` measures that many.

#[path = "corpus/news.rs"]
mod news;
#[path = "scratch.rs"]
mod scratch;

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use factlint::document::{Parsed, Settings, parse};
use factlint::extract::extract;
use factlint::git::{Entry, Repository};
use factlint::rule::{Examples, RuleSet};
use factlint::source::Sources;

use scratch::{git, import, median, milliseconds, run, time};

/// So many articles are extracted to know how long all would take.
const SAMPLE: usize = 4_000;
const RUNS: usize = 15;
const NEW: &str = "new/article.md";
const OTHER: &str = "new/other.md";
const RULES: &str = "rules = [\"house/*.toml\"]\n";
const RULE: &str = "id = \"mileage\"
summary = \"How far a line runs\"
why = \"A line has one length.\"
value = \"quantity\"
unit = \"length\"
triggers.en = [\"trackbed\"]
[[example]]
established = \"The trackbed of the Tillson line is 12 km long.\"
change = \"The trackbed of the Tillson line is 15 km long.\"
verdict = \"contradiction\"
[[example]]
established = \"The trackbed of the Tillson line is 12 km long.\"
change = \"The trackbed of the Tillson line is 12 km long.\"
verdict = \"consistent\"
";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |wanted: &str| arguments.iter().any(|argument| argument == wanted);
    // `cargo test --benches` only wants to know that it starts.
    if has("--test") {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    if cfg!(debug_assertions) {
        writeln!(out, "this is a debug build: the figures mean little")?;
    }
    let asked: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = match asked.as_slice() {
        [] if has("--million") => vec![1_000, 100_000, 1_000_000],
        [] => vec![1_000, 100_000],
        asked => asked.to_vec(),
    };
    for articles in sizes {
        measure(&mut out, articles)?;
    }
    Ok(())
}

fn measure(out: &mut impl Write, articles: usize) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let top = folder.path();
    let bytes = import_articles(top, articles)?;
    writeln!(out, "{articles} articles, {:.1} MB of text", megabytes(bytes))?;

    let (reading, extracting) = apart(top, articles)?;
    let floor = reading + extracting;
    let (built, memory) = indexed(top)?;
    let size = ledger_size(top)?;
    writeln!(
        out,
        "  first build    {:>8.1} s   reading {:.1} s + extracting {:.1} s = {:.1} s   ratio {:.2}   {:.1} MB/s   \
         memory {memory}",
        built.as_secs_f64(),
        reading.as_secs_f64(),
        extracting.as_secs_f64(),
        floor.as_secs_f64(),
        built.as_secs_f64() / floor.as_secs_f64(),
        megabytes(bytes) / built.as_secs_f64()
    )?;
    writeln!(
        out,
        "  on disk        {:>8.1} MB  {:.0} % of the text",
        megabytes(size),
        100.0 * size as f64 / bytes as f64
    )?;

    stage(top, &[(NEW, &text_of(articles))])?;
    compare(out, "1 new article", top)?;
    commit(top)?;
    stage(top, &[(NEW, &text_of(articles + 1))])?;
    once(out, "1 edited article, after a commit", top)?;
    compare(out, "the same once more", top)?;

    let many: Vec<(String, String)> = (0..articles.min(1_000))
        .map(|number| (news::article(number).path, text_of(articles + 2 + number)))
        .collect();
    let borrowed: Vec<(&str, &str)> = many.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    run(git(top).args(["checkout", "--quiet", "-b", "side"]))?;
    stage(top, &borrowed)?;
    commit(top)?;
    let again = [
        (format!("a branch of {} other articles", many.len()), "side"),
        ("back on the other branch".to_owned(), "main"),
        ("and forth again".to_owned(), "side"),
    ];
    for (number, (what, branch)) in again.iter().enumerate() {
        back_to(top, branch)?;
        stage(top, &[(OTHER, &text_of(2 * articles + number))])?;
        once(out, what, top)?;
    }
    stage(top, &[("factlint.toml", RULES), ("house/mileage.toml", RULE)])?;
    once(out, "after a rule was added", top)?;

    let names = ["facts", "Marennes"];
    let mut times = Vec::new();
    for _ in 0..RUNS {
        times.push(time(factlint().args(names), top, &[0, 3])?);
    }
    writeln!(
        out,
        "  {:<34} {:>9.2} ms\n",
        "factlint facts",
        milliseconds(median(times))
    )?;
    Ok(())
}

fn factlint() -> Command {
    Command::new(env!("CARGO_BIN_EXE_factlint"))
}

fn text_of(number: usize) -> String {
    news::article(number).text
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// Makes the repository; gives how many bytes its articles have.
fn import_articles(top: &Path, articles: usize) -> Result<u64, Box<dyn Error>> {
    let mut bytes = 0;
    import(top, |input| {
        for number in 0..articles {
            let article = news::article(number);
            bytes += article.text.len() as u64;
            let length = article.text.len();
            write!(
                input,
                "M 100644 inline {}\ndata {length}\n{}\n",
                article.path, article.text
            )?;
        }
        Ok(())
    })?;
    // The index alone: a work tree of a million files would cost more than all the rest.
    run(git(top).args(["read-tree", "HEAD"]))?;
    Ok(bytes)
}

/// How long reading all blobs takes, and how long extracting all of them would, on all cores.
fn apart(top: &Path, articles: usize) -> Result<(Duration, Duration), Box<dyn Error>> {
    let repository = Repository::discover(top)?;
    let head = repository.head()?;
    let entries = repository.entries(&head)?.entries;
    let began = Instant::now();
    let step = articles.div_ceil(SAMPLE).max(1);
    let mut sample: Vec<(&Entry, String)> = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        let bytes = repository.read(&head, entry)?;
        if number % step == 0 {
            sample.push((entry, String::from_utf8(bytes)?));
        }
    }
    let reading = began.elapsed();
    let (rules, _) = RuleSet::load(&[], Examples::Skip, &Default::default(), &[]);
    let source = |entry: &Entry, text: &str| Sources::new().add(entry.path.clone(), text);
    let one = |(entry, text): &(&Entry, String)| {
        let settings = Settings::default();
        match parse(source(entry, text), &entry.path, text, &settings) {
            Parsed::Article(document) => extract(&rules, &document).claims.len(),
            Parsed::OtherLanguage(_) => 0,
        }
    };
    // What is read once does not count.
    sample.iter().take(20).for_each(|text| _ = one(text));
    let began = Instant::now();
    let threads = std::thread::available_parallelism()?.get();
    std::thread::scope(|scope| {
        for part in sample.chunks(sample.len().div_ceil(threads)) {
            scope.spawn(move || part.iter().map(one).sum::<usize>());
        }
    });
    let share = articles as f64 / sample.len() as f64;
    Ok((reading, began.elapsed().mul_f64(share)))
}

/// Builds the ledger; gives how long that takes and how much memory of its own the process had at most.
fn indexed(top: &Path) -> Result<(Duration, String), Box<dyn Error>> {
    let began = Instant::now();
    let mut command = factlint();
    scratch::alone(&mut command, top);
    let mut running = command
        .arg("index")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut most = 0;
    while running.try_wait()?.is_none() {
        most = most.max(own_memory(running.id()).unwrap_or_default());
        std::thread::sleep(Duration::from_millis(20));
    }
    let memory = if most > 0 {
        format!("{} MB", most / 1_000)
    } else {
        "unknown".to_owned()
    };
    Ok((began.elapsed(), memory))
}

/// Memory that is no file's, in kB; none where the system does not tell.
fn own_memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("RssAnon:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn ledger_size(top: &Path) -> Result<u64, Box<dyn Error>> {
    let mut size = 0;
    for entry in std::fs::read_dir(top.join(".git/factlint"))? {
        size += entry?.metadata()?.len();
    }
    Ok(size)
}

fn stage(top: &Path, files: &[(&str, &str)]) -> Result<(), Box<dyn Error>> {
    for (path, text) in files {
        let path = top.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, text)?;
    }
    for part in files.chunks(200) {
        run(git(top).arg("add").args(part.iter().map(|(path, _)| path)))?;
    }
    Ok(())
}

fn commit(top: &Path) -> Result<(), Box<dyn Error>> {
    let who = ["-c", "user.name=Camille Aubry", "-c", "user.email=camille@example.org"];
    run(git(top)
        .args(who)
        .args(["commit", "--quiet", "--no-verify", "--message=Articles"]))
}

/// Goes to a branch with the index alone.
fn back_to(top: &Path, branch: &str) -> Result<(), Box<dyn Error>> {
    run(git(top).args(["symbolic-ref", "HEAD", &format!("refs/heads/{branch}")]))?;
    run(git(top).args(["read-tree", "HEAD"]))
}

/// Runs both programs in turns and writes one row.
fn compare(out: &mut impl Write, what: &str, top: &Path) -> Result<(), Box<dyn Error>> {
    let (mut own, mut theirs) = (Vec::new(), Vec::new());
    // The first run of each warms the caches of the system and does not count.
    for run in 0..=RUNS {
        let checked = time(factlint().args(["check", "--staged"]), top, &[0, 1])?;
        let listed = time(Command::new("git").args(["diff", "--cached", "--name-only"]), top, &[0])?;
        if run > 0 {
            own.push(checked);
            theirs.push(listed);
        }
    }
    let (own, theirs) = (median(own), median(theirs));
    writeln!(
        out,
        "  {what:<34} {:>9.2} ms   git diff --cached {:.2} ms   ratio {:.2}",
        milliseconds(own),
        milliseconds(theirs),
        own.as_secs_f64() / theirs.as_secs_f64()
    )?;
    out.flush()?;
    Ok(())
}

/// Runs the check once, since the second run would find what the first one left.
fn once(out: &mut impl Write, what: &str, top: &Path) -> Result<(), Box<dyn Error>> {
    let took = time(factlint().args(["check", "--staged"]), top, &[0, 1])?;
    writeln!(out, "  {what:<34} {:>9.2} ms", milliseconds(took))?;
    out.flush()?;
    Ok(())
}
