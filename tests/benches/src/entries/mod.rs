//! The cost of many entries: their memory, purges, hits at random, and compressed forms.

mod applications;

use self::applications::{write_by_hand, write_files};
use crate::{
    Result,
    count::Counter,
    project::Dependencies,
    report::Report,
    table::{Table, amount, ratio},
    work::Work,
};
use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

const BY_HAND_DEPENDENCIES: &str = "\
moka = { version = \"0.12\", features = [\"sync\"] }
tower = { version = \"0.5\", default-features = false }
tower-http = { version = \"0.7\", default-features = false, features = [\"compression-br\"] }
";

/// The two programs.
struct Programs {
    by_hand: PathBuf,
    files: PathBuf,
}

/// Prints the tables.
pub fn run(report: &mut Report, work: &Work) -> Result<()> {
    let counter = Counter::for_requests()?;
    let programs = programs(work)?;
    writeln!(report, "## Many cached responses\n")?;
    writeln!(
        report,
        "Bodies of 10 bytes with nine headers, as curl receives them, 100,000 entries. Resident memory is that of the process, divided \
         by the entries. Instructions do not depend on other programs on the \
         machine. Times do, ratios less: the rows are measured one after the other.\n"
    )?;
    let mut table = Table::new(["resident bytes of an entry", "file routes", "moka by hand"]);
    let files = figures(&programs.files, "resident", 100_000)?;
    let by_hand = figures(&programs.by_hand, "resident", 100_000)?;
    for (number, title) in ["stored", "after one hit of each"].into_iter().enumerate() {
        let cell = |figures: &[f64]| {
            figures
                .get(number)
                .map_or_else(String::new, |it| format!("{it:.0}"))
        };
        table.push(vec![title.to_owned(), cell(&files), cell(&by_hand)]);
    }
    writeln!(report, "{table}")?;
    purges(report, work, counter, &programs.files)?;
    at_random(report, &programs)?;
    compressed(report, &programs)
}

/// Prints the costs of purges by the number of entries.
fn purges(report: &mut Report, work: &Work, counter: Counter, files: &Path) -> Result<()> {
    let path = |entries: usize| {
        let mut command = Command::new(files);
        command.args(["purge path", &entries.to_string()]);
        let cost = counter.run_function(&command, &work.scratch(), "measured::entries_measured")?;
        Ok::<_, Box<dyn std::error::Error>>(Some(cost.amount))
    };
    let mut table = Table::new([
        "purge, half of the entries carry the tag",
        "of 2,000 entries",
        "of many",
    ]);
    table.push(vec![
        format!("`purge_path`, of 20,000, {}", counter.unit()),
        amount(path(2_000)?, counter),
        amount(path(20_000)?, counter),
    ]);
    let [few, many] = [2_000, 200_000].map(|entries| figures(files, "purge tag", entries));
    let (few, many) = (few?, many?);
    for (number, title) in [
        "`purge_tag`, of 200,000, milliseconds in all",
        "the longest time between two hits meanwhile, milliseconds",
    ]
    .into_iter()
    .enumerate()
    {
        let cell = |figures: &[f64]| {
            figures
                .get(number)
                .map_or_else(String::new, |it| format!("{it:.2}"))
        };
        table.push(vec![title.to_owned(), cell(&few), cell(&many)]);
    }
    writeln!(report, "{table}")?;
    Ok(())
}

/// Prints the time of hits among many entries.
fn at_random(report: &mut Report, programs: &Programs) -> Result<()> {
    writeln!(
        report,
        "1,000,000 entries, each requested twice, in random order. Here the memory of the machine costs more than the instructions. *moka* is a middleware of \
         `axum::middleware::from_fn` around the Router, *front* a tower layer before it.\n"
    )?;
    let mut base = None;
    let mut table = Table::new([
        "a hit, nanoseconds of processor time",
        "the first",
        "/ moka",
        "a later one",
        "/ moka",
    ]);
    for (title, program, way) in [
        ("axum by hand, moka", &programs.by_hand, "random moka"),
        ("axum by hand, front", &programs.by_hand, "random front"),
        (
            "file routes, `service()`",
            &programs.files,
            "random service",
        ),
        ("file routes, `router()`", &programs.files, "random router"),
    ] {
        let figures = figures(program, way, 1_000_000)?;
        let base: &Vec<f64> = base.get_or_insert_with(|| figures.clone());
        let mut row = vec![title.to_owned()];
        for (time, base) in figures.iter().zip(base) {
            row.extend([format!("{time:.0}"), ratio(Some(*time), Some(*base))]);
        }
        table.push(row);
    }
    writeln!(report, "{table}")?;
    Ok(())
}

/// Prints the costs of a compressed response.
fn compressed(report: &mut Report, programs: &Programs) -> Result<()> {
    let time = |program: &Path, way, requests| {
        let time = figures(program, way, requests)?.first().copied();
        time.ok_or_else(|| Box::<dyn std::error::Error>::from("no figure"))
    };
    let by_hand = time(&programs.by_hand, "compressed", 500)?;
    let plain = time(&programs.files, "plain", 2_000_000)?;
    let form = time(&programs.files, "compressed", 2_000_000)?;
    writeln!(report, "## Compressed responses\n")?;
    writeln!(
        report,
        "A cached page of 100 KB, `service()`, with the body read. Requests have the `Accept-Encoding` of a browser; for the plain hit \
         the application has `compression(false)`. By hand, `CompressionLayer` compresses each response when its body is read; its requests \
         accept only `br`, because it would prefer `zstd`.\n"
    )?;
    let mut table = Table::new([
        "nanoseconds of processor time",
        "",
        "/ `CompressionLayer`",
        "/ plain hit",
    ]);
    for (title, time) in [
        ("axum by hand with `CompressionLayer`, `br`", by_hand),
        ("file routes, plain hit", plain),
        ("file routes, `br`", form),
    ] {
        table.push(vec![
            title.to_owned(),
            format!("{time:.0}"),
            format!("{:.4}", time / by_hand),
            ratio(Some(time), Some(plain)),
        ]);
    }
    writeln!(report, "{table}")?;
    Ok(())
}

/// Runs a program that prints figures, one a line.
fn figures(program: &Path, way: &str, entries: usize) -> Result<Vec<f64>> {
    eprintln!("{way}, {entries} entries");
    let output = Command::new(program)
        .args([way, &entries.to_string()])
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let text = String::from_utf8(output.stdout)?;
    Ok(text
        .lines()
        .map(str::parse)
        .collect::<std::result::Result<_, _>>()?)
}

fn programs(work: &Work) -> Result<Programs> {
    let files = Dependencies {
        own: "tower = { version = \"0.5\", default-features = false }\n",
        runtime_features: &["compression"],
    };
    Ok(Programs {
        by_hand: work.program("entries_by_hand", BY_HAND_DEPENDENCIES, write_by_hand)?,
        files: work.program("entries_file_routes", files, write_files)?,
    })
}
