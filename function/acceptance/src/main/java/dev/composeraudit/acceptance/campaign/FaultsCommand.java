package dev.composeraudit.acceptance.campaign;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.campaign.faults.FaultCampaign;
import dev.composeraudit.acceptance.campaign.faults.FaultCase.Call;
import dev.composeraudit.acceptance.campaign.faults.FaultCase.Outcome;
import dev.composeraudit.acceptance.campaign.faults.FaultRun;
import dev.composeraudit.acceptance.campaign.faults.FaultTable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code scripts/campaign faults}: lets every call of the function meet every fault. */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    description = "Injects every fault into every call of the function; takes some minutes.")
final class FaultsCommand implements Callable<Integer> {
  @Mixin private Campaign.Common common = new Campaign.Common();

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    List<FaultRun.Row> rows =
        FaultCampaign.run(common.brief ? FaultTable.quick() : FaultTable.all());
    print(rows);
    common.write(summary(rows));
    return rows.stream().allMatch(row -> row.wrong().isEmpty()) ? 0 : 1;
  }

  private static void print(List<FaultRun.Row> rows) {
    System.out.println(
        "R delivered again, then as without the fault   E could not judge, and said so");
    System.out.println(
        "T taken at its word   D a dead letter   L published, and the log says who refused it   -"
            + " can't be   ! wrong\n");
    System.out.printf("%-26s", "");
    for (Call call : Call.values()) {
      System.out.printf("%-10s", call.title);
    }
    System.out.println();
    for (String fault : FaultTable.FAULTS) {
      System.out.printf("%-26s", fault);
      for (Call call : Call.values()) {
        System.out.printf("%-10s", mark(rows, call, fault));
      }
      System.out.println();
    }
    System.out.println();
    rows.stream().filter(row -> !row.wrong().isEmpty()).forEach(System.out::println);
    System.out.printf(
        "%d cases, %d wrong%n",
        rows.size(), rows.stream().filter(row -> !row.wrong().isEmpty()).count());
  }

  private static String mark(List<FaultRun.Row> rows, Call call, String fault) {
    return rows.stream()
        .filter(row -> row.faultCase().call() == call && row.faultCase().fault().equals(fault))
        .findFirst()
        .map(row -> letter(row.faultCase().expected()) + (row.wrong().isEmpty() ? "" : "!"))
        .orElse("-");
  }

  private static String letter(Outcome outcome) {
    return switch (outcome) {
      case REDELIVERED -> "R";
      case COULD_NOT_JUDGE -> "E";
      case TAKEN_AT_ITS_WORD -> "T";
      case REFUSAL_RECORDED -> "L";
      case KEPT_AS_DEAD_LETTER -> "D";
      case CANNOT_BE -> "-";
    };
  }

  private static JsonObject summary(List<FaultRun.Row> rows) {
    JsonArray cases = new JsonArray();
    for (FaultRun.Row row : rows) {
      JsonObject each = new JsonObject();
      each.addProperty("call", row.faultCase().call().name());
      each.addProperty("fault", row.faultCase().fault());
      each.addProperty("expected", row.faultCase().expected().name());
      each.addProperty("acknowledged", row.acknowledged());
      each.addProperty("met", row.met());
      JsonArray wrong = new JsonArray();
      row.wrong().forEach(wrong::add);
      each.add("wrong", wrong);
      cases.add(each);
    }
    JsonObject summary = new JsonObject();
    summary.addProperty("cases", rows.size());
    summary.addProperty("wrong", rows.stream().filter(row -> !row.wrong().isEmpty()).count());
    summary.add("faults", cases);
    return summary;
  }
}
