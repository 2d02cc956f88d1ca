// curl localhost:8080/v1/map/reverse --json '["stressed","drawer"]'
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const item = JSON.parse(line);
  const answer =
    typeof item === "string"
      ? { value: [...item].reverse().join("") }
      : { error: { type: "InvalidArgument", message: "expected a string", permanent: true } };
  console.log(JSON.stringify(answer));
});
