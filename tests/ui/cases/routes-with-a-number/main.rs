use router_runtime::routes;

routes!(5);

fn main() {
}
