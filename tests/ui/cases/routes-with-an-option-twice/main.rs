use router_runtime::routes;

routes!(
    "cases/routes-with-an-option-twice/app",
    state = u8,
    crate = router_runtime,
    state = u16
);

fn main() {}
