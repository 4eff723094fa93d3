use crate::{
    main_app::c::rev_ctl_dyn::id::Params,
    runs::{control, run},
};
use router_runtime::prelude::*;
use std::io;

pub const revalidate: u32 = 1;

pub async fn generate_static_params() -> Vec<Params> {
    Vec::new()
}

pub async fn GET(Params { id }: Params) -> Result<String> {
    let n = run("rev-ctl-dyn");
    if control("dmode").as_deref() == Some("throw") {
        Err(io::Error::other("regen failed"))?;
    }
    Ok(format!("ok {n} {id}"))
}
