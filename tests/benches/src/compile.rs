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
use std::{fmt::Write as _, fs, ops::Range, process::Command};

/// Options for counting builds.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The counter.
    pub counter: Counter,
    /// The number of cold builds, and of edited files.
    pub repeat: usize,
}

/// A command whose cost is a row of the table.
#[derive(Clone, Copy)]
struct Step {
    title: &'static str,
    subcommand: &'static str,
    debug: Debug,
}

/// The setting `debug` of the dev profile.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Debug {
    /// Cargo's default.
    Full,
    /// The names and lines of backtraces.
    LineTables,
}

const STEPS: [Step; 7] = [
    Step::new("cold check", "check", Debug::Full),
    Step::new("cold debug build", "build", Debug::Full),
    Step::new("check after an edited literal", "check", Debug::Full),
    Step::new("build after an edited literal", "build", Debug::Full),
    Step::new(
        "the same with `debug = \"line-tables-only\"`",
        "build",
        Debug::LineTables,
    ),
    Step::new("check after an added `.await`", "check", Debug::Full),
    Step::new("build after an added `.await`", "build", Debug::Full),
];
const COLD: Range<usize> = 0..2;
const LITERAL: Range<usize> = 2..5;
const AWAIT: Range<usize> = 5..7;

impl Step {
    const fn new(title: &'static str, subcommand: &'static str, debug: Debug) -> Self {
        Self {
            title,
            subcommand,
            debug,
        }
    }

    fn command(self, work: &Work, project: &Project) -> Command {
        let mut command = work.cargo(project, self.subcommand);
        if self.debug == Debug::LineTables {
            command.env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only");
        }
        command
    }
}

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
        let subject = Subject {
            peer,
            project,
            costs: Default::default(),
        };
        subject.prepare(work, options.counter, COLD)?;
        subjects.push(subject);
    }
    // Peers take turns, so that a slow minute of the machine affects all of them.
    for _ in 0..options.repeat {
        for subject in &mut subjects {
            work.forget(&subject.project)?;
            subject.count(work, options.counter, COLD)?;
        }
    }
    for subject in &subjects {
        subject.prepare(work, options.counter, LITERAL)?;
    }
    let edited = edited_routes(&routes, options.repeat);
    for (steps, edit) in [(LITERAL, edit_literal as Edit), (AWAIT, add_await)] {
        for route in &edited {
            for subject in &mut subjects {
                subject.edit(*route, edit)?;
                subject.count(work, options.counter, steps.clone())?;
            }
        }
    }
    print(report, count, &subjects, options)
}

impl Subject {
    /// Returns `true` if the step is measured.
    fn has(&self, step: Step, counter: Counter) -> bool {
        step.subcommand == "check" || self.peer.builds == Builds::All && counter.can_count_builds()
    }

    /// Builds what is not built, without counting it.
    fn prepare(&self, work: &Work, counter: Counter, steps: Range<usize>) -> Result<()> {
        eprintln!("preparing {}", self.project.name);
        for step in &STEPS[steps] {
            if self.has(*step, counter) {
                finish(&mut step.command(work, &self.project))?;
            }
        }
        Ok(())
    }

    fn count(&mut self, work: &Work, counter: Counter, steps: Range<usize>) -> Result<()> {
        for index in steps {
            let step = STEPS[index];
            if self.has(step, counter) {
                let cost = counter.run(&step.command(work, &self.project), &work.scratch())?;
                eprintln!(
                    "{}, {}: {}, {}",
                    self.project.name,
                    step.title,
                    amount(Some(cost.amount), counter),
                    memory(Some(kib(cost)))
                );
                self.costs[index].push(cost);
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
    for (index, step) in STEPS.iter().enumerate() {
        push(step.title, values(index, &|cost| cost.amount), &|value| {
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
         built, dev profile; builds have full debug information, cargo's default, except in one row. Median of {} cold builds and of {} edited files. Peak memory is that \
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
