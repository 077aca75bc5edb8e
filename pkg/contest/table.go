package contest

// The running table.

import "fmt"

// Table returns the scores as a table: what comes next is shown where it was guessed, the means last.
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
		rows = append(rows, []string{s.Beginning + "…", s.Next, fmt.Sprintf("%.3f", s.You), fmt.Sprintf("%.3f", s.Model)})
	}
	mean := []string{fmt.Sprintf("mean of %d", guessed), "", "", ""}
	if guessed > 0 {
		mean[2], mean[3] = fmt.Sprintf("%.3f", you/float64(guessed)), fmt.Sprintf("%.3f", model/float64(guessed))
	}
	return []string{"begins with", "next", "you", "the model"}, append(rows, mean)
}
