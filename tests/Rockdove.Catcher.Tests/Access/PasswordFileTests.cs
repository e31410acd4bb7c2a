using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

public class PasswordFileTests
{
    // Of "secret": bcrypt as libcrypt writes it, the others by Python's hashlib.
    [Theory]
    [InlineData("$2y$05$GDIGd5GtkUfUVRUc/.97Z.RBFJWCSXNQpSqjcd7SU3BScw9wzbqFq")]
    [InlineData("{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=")]
    [InlineData("{SSHA}gVK8WC9YyFT1gMsQHTGCgT3sSv5zYWx0")]
    [InlineData("secret")]
    public void A_password_is_known_in_each_form(string entry)
    {
        var file = PasswordFile.Parse($"# of the team\n\nann:{entry}\r\nbob:other\n");

        Assert.Equal(["ann", "bob"], file.Users);
        Assert.True(file.Accepts("ann", "secret"));
        Assert.True(file.Accepts("ann", "secret"));
        Assert.False(file.Accepts("ann", "Secret"));
        Assert.False(file.Accepts("ann", entry == "secret" ? "" : entry));
        Assert.False(file.Accepts("ann", "other"));
        Assert.False(file.Accepts("carl", "secret"));
        Assert.Equal(entry == "secret" ? "secret" : null, file.Clear("ann"));
    }

    [Theory]
    [InlineData("", "no user")]
    [InlineData("# nobody\n", "no user")]
    [InlineData("ann", "line 1 is not USER:PASSWORD")]
    [InlineData("a:b\n:secret", "line 2 is not USER:PASSWORD")]
    [InlineData("ann:", "line 1 is not USER:PASSWORD")]
    [InlineData("ann:a\nann:b", "line 2 has a user who was there before")]
    [InlineData("ann:$apr1$abc$def", "bcrypt")]
    [InlineData("ann:$6$abc$def", "bcrypt")]
    [InlineData("ann:$2y$05$short", "bcrypt")]
    [InlineData("ann:{SHA}AAAA", "bcrypt")]
    [InlineData("ann:{SSHA}!", "bcrypt")]
    [InlineData("ann:{MD5}AAAA", "bcrypt")]
    public void What_is_no_such_file_is_told_without_its_passwords(string text, string told)
    {
        var error = Assert.Throws<FormatException>(() => PasswordFile.Parse(text));

        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_at_most_1000_users()
    {
        var most = string.Join('\n', Enumerable.Range(0, PasswordFile.MostUsers).Select(i => $"u{i}:p"));

        Assert.Equal(PasswordFile.MostUsers, PasswordFile.Parse(most).Count);
        Assert.Throws<FormatException>(() => PasswordFile.Parse(most + "\nv:p"));
    }
}
