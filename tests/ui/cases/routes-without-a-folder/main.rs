use router_runtime::routes;

routes!();

fn main() {
}
