using Rockdove.Mime;

namespace Rockdove.Prober.Tests;

/// <summary>What the mails look like.</summary>
public sealed class ProbeMailTests
{
    private static readonly ProbeAccount Ann = new() { Name = "here", Address = "ann@here.test" };

    private static readonly ProbeAccount Bob = new() { Name = "there", Address = "bob@there.test" };

    [Fact]
    public void The_mark_is_read_again()
    {
        var mark = Mark();
        var mail = MimeMessage.Read(ProbeMail.Write(mark, Ann, Bob, new ProbeMailStyle(), DeskWorld.Key));
        Assert.Equal(mark, ProbeMark.Read(
            mail.Headers.Find(ProbeMark.FieldName)!.Value.Unfolded, [mark.Pair], DeskWorld.Key));
        Assert.Equal($"[rockdove] {mark.Token}", mail.Subject);
        Assert.Equal($"{mark.Token}@here.test", mail.MessageId);
    }

    [Fact]
    public void In_mapings_manner_the_subject_is_its_own_and_the_body_is_that_of_the_file()
    {
        var mark = Mark();
        var mail = MimeMessage.Read(ProbeMail.Write(
            mark, Ann, Bob, ProbeMailStyle.Classic with { Body = "This is a test." }, DeskWorld.Key));
        Assert.StartsWith("[maping]", mail.Subject, StringComparison.Ordinal);
        var token = mail.Subject!["[maping]".Length..];
        Assert.Equal(20, token.Length);
        Assert.Equal(mark.Token.ToOctets(), Convert.FromBase64String(token));
        Assert.Equal("This is a test.", mail.Text!.Trim());
    }

    [Fact]
    public void Texts_differ_and_say_the_same_for_the_same_probe()
    {
        var bodies = Enumerable.Range(0, 200).Select(_ => MimeMessage.Read(
            ProbeMail.Write(Mark(), Ann, Bob, new ProbeMailStyle(), DeskWorld.Key)).Text).Distinct().Count();
        Assert.Equal(5, bodies);
        var mark = Mark();
        Assert.Equal(
            ProbeMail.Write(mark, Ann, Bob, new ProbeMailStyle(), DeskWorld.Key),
            ProbeMail.Write(mark, Ann, Bob, new ProbeMailStyle(), DeskWorld.Key));
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(100_000)]
    public void It_has_the_size_that_is_asked_for(int octets)
    {
        var mail = ProbeMail.Write(Mark(), Ann, Bob, new ProbeMailStyle { Bytes = octets }, DeskWorld.Key);
        Assert.InRange(mail.Length, octets, octets + 200);
        Assert.Empty(MimeMessage.Read(mail).Defects);
    }

    [Fact]
    public void Nothing_random_is_in_the_address_and_a_domain_in_other_letters_is_written_in_A_labels()
    {
        var mail = MimeMessage.Read(ProbeMail.Write(
            Mark(), Ann with { Address = "ann@bücher.example" }, Bob, new ProbeMailStyle(), DeskWorld.Key));
        Assert.EndsWith("@xn--bcher-kva.example", mail.MessageId, StringComparison.Ordinal);
    }

    private static ProbeMark Mark() =>
        new(ProbeToken.New(), new("here", "there"), DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
}
