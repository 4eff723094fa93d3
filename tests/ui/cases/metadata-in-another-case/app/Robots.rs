use router_runtime::metadata::*;

pub fn robots() -> Robots {
    Robots::new()
}
