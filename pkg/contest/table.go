package contest

// The scores as a table.

import "fmt"

// Table returns the scores as text, one row for each, and a last row with the mean losses of the questions with a
// guess. A question without a guess shows "?" in place of the next token.
//
//	header: [4]; rows: [scores + 1][4]
func Table(scores []Score) (header []string, rows [][]string) {
	var you, model float64
	guessed := 0
	for _, s := range scores {
		if !s.Guessed {
			rows = append(rows, []string{s.Beginning + "…", "?", "", ""})
			continue
		}
		guessed++
		you, model = you+s.You, model+s.Model
		rows = append(rows, []string{s.Beginning + "…", s.Next, nats(s.You), nats(s.Model)})
	}
	mean := []string{fmt.Sprintf("mean of %d", guessed), "", "", ""}
	if guessed > 0 {
		mean[2], mean[3] = nats(you/float64(guessed)), nats(model/float64(guessed))
	}
	return []string{"begins with", "next", "you", "the model"}, append(rows, mean)
}

// nats writes a loss with three decimals.
func nats(loss float64) string { return fmt.Sprintf("%.3f", loss) }
