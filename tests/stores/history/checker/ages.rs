//! I8: no response is older than `expire`, or than its `Age`. I9: a response whose period is over is not sent as fresh, though its handler
//! fails.

use super::{Operation, Violation, view::View};
use crate::history::{Label, Reply};
use std::time::Duration;

/// The tolerance for clocks.
const TOLERANCE: Duration = Duration::from_secs(1);

pub fn check(view: &View<'_>, found: &mut Vec<Violation>) {
    for (index, read, run, of_run) in view.reads_of_runs() {
        let key = &view.keys[read.key];
        let operations = [Operation::Run(run), Operation::Read(index)];
        let Reply::Response { label, age, .. } = read.reply else {
            continue;
        };
        // Its generation had ended when the first client got it.
        let Some(first) = view.first_read(run) else {
            continue;
        };
        let least = read.start.saturating_sub(first.end);
        if least > key.expire + TOLERANCE {
            let text = "the response is older than `expire`";
            found.push(Violation::new("I8", text, &operations));
        }
        let claims_fresh = matches!(label, Some(Label::Hit | Label::Loaded | Label::Unconfirmed));
        if claims_fresh && least > key.revalidate + TOLERANCE {
            let text = "the response is sent as fresh after its period";
            found.push(Violation::new("I9", text, &operations));
        }
        if let Some(age) = age.map(Duration::from_secs) {
            let most = read.end.saturating_sub(of_run.start);
            if age > most + TOLERANCE || age + 2 * TOLERANCE < least {
                let text = "`Age` is not the age of the response";
                found.push(Violation::new("I8", text, &operations));
            }
        }
    }
}
