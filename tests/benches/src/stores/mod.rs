//! The cache with a second tier: hits compared with the same by hand, races compared with Next.js, and outages.

mod applications;
mod data;
mod hits;
mod instances;
mod next_js;
mod outages;
mod races;
mod redis;

use self::{
    applications::{FILES_DEPENDENCIES, write_files},
    instances::Application,
    redis::Redis,
};
use crate::{Result, project::Dependencies, report::Report, work::Work};

/// Prints the tables.
pub fn run(report: &mut Report, work: &Work) -> Result<()> {
    let dependencies = Dependencies {
        own: FILES_DEPENDENCIES,
        runtime_features: &["disk", "redis"],
    };
    let program = work.program("stores_file_routes", dependencies, write_files)?;
    let next = next_js::build(work)?;
    let serve = vec!["-".into(), "serve".into()];
    let files = Application::new("file routes", program.clone(), serve.clone());
    let strong = Application::new("file routes, `Consistency::Strong`", program.clone(), serve)
        .with_variables(&[("STRONG", "1")]);
    let folder = work.scratch().join("redis");
    let redis = Redis::start(&folder)?;
    let mut redis = redis.ok_or("there is no `redis-server` in PATH")?;
    hits::in_memory(report, work, &program, &redis)?;
    hits::in_redis(report, work, &files, &redis)?;
    let mut applications = vec![&files, &strong];
    applications.extend(next.iter().flatten());
    let missing = next.as_ref().err().map(String::as_str);
    races::run(report, &applications, missing, &redis)?;
    outages::visible(report, &files, &redis)?;
    outages::outages(report, &files, &mut redis)
}
