//! The cost of builds: cold, and after an edit of one handler.

use crate::{
    Result,
    count::{Cost, Counter},
    handlers::{add_await, edit_literal},
    peers::{Builds, Peer},
    project::{Project, Purpose},
    report::Report,
    table::{Table, amount, median, memory, ratio},
    tree::{Route, routes},
    work::{Work, finish},
};
use std::{fmt::Write as _, fs};

/// Options for counting builds.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The counter.
    pub counter: Counter,
    /// The number of cold builds, and of edited files.
    pub repeat: usize,
}

const STEPS: [&str; 6] = [
    "cold check",
    "cold debug build",
    "check after an edited literal",
    "build after an edited literal",
    "check after an added `.await`",
    "build after an added `.await`",
];

/// One peer's application with the costs of its steps.
struct Subject {
    peer: Peer,
    project: Project,
    costs: [Vec<Cost>; STEPS.len()],
}

type Edit = fn(&str) -> Option<String>;

/// Prints the table of applications with `count` routes.
pub fn run(
    report: &mut Report,
    work: &Work,
    peers: &[Peer],
    count: usize,
    options: Options,
) -> Result<()> {
    let routes = routes(count);
    let mut subjects = Vec::new();
    for &peer in peers.iter().filter(|peer| peer.builds != Builds::None) {
        let project = Project::create(
            &work.projects(),
            &format!("{}_{count}", peer.name),
            Purpose::Compile,
            peer.dependencies,
        )?;
        (peer.write)(&project, &routes, Purpose::Compile)?;
        eprintln!("preparing {}", project.name);
        finish(&mut work.cargo(&project, "check"))?;
        if peer.builds == Builds::All && options.counter.can_count_builds() {
            finish(&mut work.cargo(&project, "build"))?;
        }
        subjects.push(Subject {
            peer,
            project,
            costs: Default::default(),
        });
    }
    // Peers take turns, so that a slow minute of the machine affects all of them.
    for _ in 0..options.repeat {
        for subject in &mut subjects {
            work.forget(&subject.project)?;
            subject.count(work, options.counter, 0, 1)?;
        }
    }
    let edited = edited_routes(&routes, options.repeat);
    for (step, edit) in [(2, edit_literal as Edit), (4, add_await)] {
        for route in &edited {
            for subject in &mut subjects {
                subject.edit(*route, edit)?;
                subject.count(work, options.counter, step, step + 1)?;
            }
        }
    }
    print(report, count, &subjects, options)
}

impl Subject {
    fn count(&mut self, work: &Work, counter: Counter, check: usize, build: usize) -> Result<()> {
        let counts_builds = self.peer.builds == Builds::All && counter.can_count_builds();
        for (step, subcommand) in [(check, "check"), (build, "build")] {
            if subcommand == "check" || counts_builds {
                let cost = counter.run(&work.cargo(&self.project, subcommand), &work.scratch())?;
                eprintln!(
                    "{}, {}: {}, {}",
                    self.project.name,
                    STEPS[step],
                    amount(Some(cost.amount), counter),
                    memory(Some(kib(cost)))
                );
                self.costs[step].push(cost);
            }
        }
        Ok(())
    }

    fn edit(&self, route: Route, edit: Edit) -> Result<()> {
        let path = self.project.folder.join((self.peer.handler_file)(route));
        let text = fs::read_to_string(&path)?;
        let text = edit(&text).ok_or_else(|| format!("nothing to edit in {}", path.display()))?;
        Ok(fs::write(path, text)?)
    }
}

/// Returns routes across the application whose files have a literal.
fn edited_routes(routes: &[Route], count: usize) -> Vec<Route> {
    let with_literal: Vec<Route> = routes
        .iter()
        .copied()
        .filter(|route| route.has_post() || route.kind == crate::tree::Kind::Static)
        .collect();
    let step = (with_literal.len() / count.max(1)).max(1);
    with_literal
        .into_iter()
        .skip(step / 2)
        .step_by(step)
        .take(count)
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "no compiler needs 2^52 KiB")]
fn kib(cost: Cost) -> f64 {
    cost.peak_kib as f64
}

fn print(report: &mut Report, count: usize, subjects: &[Subject], options: Options) -> Result<()> {
    let mut head = vec![format!("{count} routes")];
    head.extend(subjects.iter().map(|subject| subject.peer.title.to_owned()));
    head.extend(
        subjects
            .iter()
            .skip(1)
            .map(|subject| format!("{} / by hand", subject.peer.title)),
    );
    let mut table = Table::new(head);
    let mut push = |title: &str, values: Vec<Option<f64>>, show: &dyn Fn(Option<f64>) -> String| {
        if values.iter().all(Option::is_none) {
            return;
        }
        let base = values.first().copied().flatten();
        let mut row = vec![title.to_owned()];
        row.extend(values.iter().map(|value| show(*value)));
        row.extend(values.iter().skip(1).map(|value| ratio(*value, base)));
        table.push(row);
    };
    let values = |step: usize, of: &dyn Fn(Cost) -> f64| -> Vec<Option<f64>> {
        let costs = subjects.iter().map(|subject| &subject.costs[step]);
        costs
            .map(|costs| median(costs.iter().copied().map(of).collect()))
            .collect()
    };
    for (step, title) in STEPS.iter().enumerate() {
        push(title, values(step, &|cost| cost.amount), &|value| {
            amount(value, options.counter)
        });
    }
    if options.counter != Counter::Callgrind {
        push("peak memory, cold check", values(0, &kib), &memory);
        push("peak memory, cold debug build", values(1, &kib), &memory);
    }
    writeln!(report, "{table}")?;
    Ok(())
}

/// Prints an explanation of the tables.
pub fn print_title(report: &mut Report, options: Options) -> Result<()> {
    writeln!(report, "## Building\n")?;
    writeln!(
        report,
        "Figures are {}: cargo, rustc, build script and linker together, dependencies already \
         built, dev profile. Median of {} cold builds and of {} edited files. Peak memory is that \
         of the largest process.\n",
        options.counter.unit(),
        options.repeat,
        options.repeat
    )?;
    if options.counter == Counter::CpuSeconds {
        writeln!(
            report,
            "**This machine does not count instructions (`perf stat -e instructions:u`), so these \
             are seconds, which move with its load: read the ratios, and those to within a tenth. \
             `--counter callgrind` counts the instructions of checks here too, many times slower.**\n"
        )?;
    }
    Ok(())
}
